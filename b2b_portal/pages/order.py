"""An order with its papers."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from b2b_portal.core.templatetags.ui import moment_text
from documents.queries.papers import PaperRow, papers_of_order
from orders.enums import OrderStatus
from orders.queries.order import OrderPage, order_page
from orders.states import can_move


class Step(NamedTuple):
    """A step of the order's road: done, now or todo."""

    title: str
    note: str
    state: str


@needs(Permission.VIEW_ORDERS)
@require_safe
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Lines, what is held until when, history; the papers panel fills itself while papers are made."""
    actor = request.actor
    now = timezone.now()
    page = order_page(actor, number, now)
    if page is None:
        raise Http404
    papers = papers_of_order(actor, page.order, now)
    context = {
        "page": page,
        "order": page.order,
        "steps": order_steps(page, papers.rows if papers else ()),
        "papers": papers,
        "manager": actor.company.account_manager,
        "may_cancel": can_move(page.order.status, OrderStatus.CANCELLED)
        and can(actor, Permission.CANCEL_ORDER, actor.company),
        "is_cancelled": page.order.status == OrderStatus.CANCELLED,
    }
    return render(request, "pages/order.html", context)


def order_steps(page: OrderPage, papers: Sequence[PaperRow]) -> list[Step]:
    """The road of an order that the shop walks today: placed, reserved, invoiced, confirmed, shipped."""
    order, status = page.order, page.order.status
    if status == OrderStatus.CANCELLED:
        return [Step(_("Placed"), moment_text(order.placed_at), "done"), Step(_("Cancelled"), "", "now")]
    until = _("until %(moment)s") % {"moment": moment_text(order.reserved_until)}
    over = _("ran out") if page.is_reservation_over else until
    passed = [
        (_("Placed"), moment_text(order.placed_at), True),
        (_("Reserved"), over, True),
        (_("Invoice"), f"№ {papers[0].number}" if papers else "", bool(papers)),
        (_("Confirmed"), "", status in {OrderStatus.CONFIRMED, OrderStatus.SHIPPED}),
        (_("Shipped"), "", status == OrderStatus.SHIPPED),
    ]
    now = next((index for index, (*_words, is_done) in enumerate(passed) if not is_done), len(passed))
    return [
        Step(title, note, "done" if index < now else "now" if index == now else "todo")
        for index, (title, note, _done) in enumerate(passed)
    ]
