"""What a company bought of one product, to take away."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.downloads import table_answer
from catalog.queries.products import visible_product
from orders.queries.bought import purchases

MOST_LINES = 5_000


@needs(Permission.VIEW_ORDERS)
@require_safe
def purchases_export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every purchase of the product, the newest first, as XLSX, or CSV by ?format=csv."""
    product = visible_product(request.actor, uid)
    if product is None:
        raise Http404
    headings = [_("Date"), _("Order"), _("Who ordered"), _("Quantity"), _("Unit"), _("Unit price, with VAT")]
    rows = [
        (one.placed_at, one.number, one.placed_by, one.quantity, one.unit_label, one.unit_gross)
        for one in purchases(request.actor, product, MOST_LINES)
    ]
    as_csv = request.GET.get("format") == "csv"
    return table_answer(headings, rows, name=product.article, title=_("Purchases"), as_csv=as_csv)
