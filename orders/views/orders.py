"""The list of orders. Its address holds its whole state: the filter and the page."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.htmx import part_or_page
from orders.forms.filter_orders import FilterOrdersForm
from orders.queries.orders import OrderFilter, order_list, order_totals

LONGEST_NUMBER = 18  # a bigint holds any number of so many digits
FILTER = ("status", "from", "to", "q")


class Period(NamedTuple):
    """A shortcut to a period that ends today."""

    label: str
    url: str
    is_chosen: bool


@needs(Permission.VIEW_ORDERS)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The company's orders that the filter finds, newest first, with their sums."""
    form = FilterOrdersForm(request.GET)
    is_valid = form.is_valid()
    chosen = {name: request.GET[name] for name in FILTER if request.GET.get(name)}
    context = {
        "form": form,
        "periods": _periods(chosen, timezone.localdate()),
        "is_filtered": bool(chosen),
        "filter_query": urlencode(chosen, errors="replace"),
        **(_found(request, form.asked(), chosen) if is_valid else {}),
    }
    response = part_or_page(
        request,
        part="orders/_orders.html",
        page="orders/orders.html",
        context=context,
        status=200 if is_valid else 422,
    )
    pages = {name: request.GET[name] for name in ("before", "after") if request.GET.get(name)}
    response["HX-Push-Url"] = _address(chosen, **pages)
    return response


def _found(request: HttpRequest, asked: OrderFilter, chosen: dict[str, str]) -> dict[str, Any]:
    before, after = _number(request.GET.get("before", "")), _number(request.GET.get("after", ""))
    now = timezone.now()
    page = order_list(request.actor, asked, now, before=before, after=after)
    is_lost = page is None
    page = page or order_list(request.actor, asked, now)
    assert page
    return {
        "totals": order_totals(request.actor, asked),
        "rows": page.rows,
        "is_lost": is_lost,
        "newer_url": _address(chosen, after=page.newer) if page.newer else "",
        "older_url": _address(chosen, before=page.older) if page.older else "",
    }


def _number(text: str) -> int | None:
    """An order's number; None for no number, and 0, which no order has, for anything odd."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _periods(chosen: dict[str, str], today: date) -> list[Period]:
    """This month, quarter and year so far; the rest of the filter stays."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    starts = [(_("This month"), month), (_("Quarter"), quarter), (_("Year"), today.replace(month=1, day=1))]
    periods = []
    for label, start in starts:
        days = {"from": start.isoformat(), "to": today.isoformat()}
        is_chosen = days == {name: chosen.get(name) for name in days}
        periods.append(Period(label, _address(chosen, **days), is_chosen))
    rest = {name: value for name, value in chosen.items() if name not in ("from", "to")}
    return [Period(_("All time"), _address(rest), "from" not in chosen and "to" not in chosen), *periods]


def _address(chosen: dict[str, str], **more: object) -> str:
    query = urlencode({**chosen, **more}, errors="replace")
    return reverse("orders:orders") + (f"?{query}" if query else "")
