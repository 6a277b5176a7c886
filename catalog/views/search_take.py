"""What a search found, as a workbook."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.actions.take_price_list import PriceListBusy, take_price_list
from catalog.enums import FeedFormat
from catalog.narrowing import Narrowing
from catalog.price_list_columns import USUAL, Goods, WantedFile
from catalog.queries.hit_set import hit_set
from catalog.queries.narrowed import narrowed
from catalog.queries.result_page import found_products
from catalog.views.price_list import MOST_AT_ONCE, to_save


@needs(Permission.TAKE_PRICES)
@require_safe
def search_take(request: HttpRequest) -> HttpResponse:
    """Gives the goods of a page of results, all its pages, as XLSX with the company's prices; too many are refused."""
    narrowing, now = Narrowing.read({name: request.GET.getlist(name) for name in request.GET}), timezone.now()
    hits = hit_set(request.actor, narrowing.query, is_literal=narrowing.is_literal)
    found = found_products(narrowed(request.actor, hits, narrowing, now), MOST_AT_ONCE + 1)
    back = HttpResponseRedirect(f"{reverse('catalog:search')}?{narrowing.address}")
    if len(found) > MOST_AT_ONCE:
        words = _("More than %(most)s products are found: narrow them, or take the price list as a whole.")
        messages.error(request, words % {"most": quantity_text(MOST_AT_ONCE)})
        return back
    wanted = WantedFile(FeedFormat.XLSX, USUAL, Goods(products=tuple(found)))
    try:
        return to_save(take_price_list(wanted=wanted, most=MOST_AT_ONCE, with_unpriced=True, by=request.actor, at=now))
    except PriceListBusy as refusal:
        messages.error(request, str(refusal))
        return back
