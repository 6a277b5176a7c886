"""The orders of a list as a table to take away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.downloads import table_answer
from b2b_portal.core.templatetags.ui import quantity_text
from orders.forms.filter_orders import FilterOrdersForm
from orders.queries.exported_lines import exported_lines

MOST_LINES = 5_000  # a workbook of so many takes a second or two, and a thread of the web all that time


@needs(Permission.VIEW_ORDERS)
@require_safe
def orders_export(request: HttpRequest) -> HttpResponse:
    """The filtered orders line by line, ?format=csv or XLSX; a filter that finds too much goes back to the list."""
    query = request.GET.copy()
    as_csv = query.pop("format", [""])[-1] == "csv"
    back = HttpResponseRedirect("?".join(filter(None, [reverse("orders:orders"), query.urlencode()])))
    form = FilterOrdersForm(query)
    if not form.is_valid():
        return back  # the list says what is wrong with it
    lines = exported_lines(request.actor, form.asked(), MOST_LINES)
    if lines is None:
        words = _("More than %(most)s lines are found: choose a shorter period or a status, then export again.")
        messages.error(request, words % {"most": quantity_text(MOST_LINES)})
        return back
    name = f"orders-{timezone.localdate().isoformat()}"
    return table_answer(_headings(), lines, name=name, title=_("Orders"), as_csv=as_csv)


def _headings() -> list[str]:
    return [
        _("Order"),
        _("Placed"),
        _("Your number"),
        _("Status"),
        _("Article"),
        _("Brand"),
        _("Name"),
        _("Quantity"),
        _("Unit"),
        _("Unit price with VAT, ₽"),
        _("Without VAT, ₽"),
        _("VAT, ₽"),
        _("With VAT, ₽"),
    ]
