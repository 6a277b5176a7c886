"""Ask to be told of a product."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.enums import WatchKind
from catalog.models import Product, Watch
from catalog.queries.availability import free_of
from catalog.queries.prices import shown_prices

NEEDS = {WatchKind.BACK: Permission.VIEW_CATALOG, WatchKind.PRICE: Permission.VIEW_PRICES}


class InStock(RuleBroken):
    """There is nothing to wait for. Fact: article."""

    message = _("%(article)s is in stock.")
    code = "in_stock"


class NoPriceToWatch(RuleBroken):
    """What has no price for the company cannot become cheaper. Fact: article."""

    message = _("%(article)s has no price for your company yet: ask your account manager.")
    code = "no_price_to_watch"


def watch_product(*, product: Product, kind: WatchKind, by: Actor, at: datetime) -> Watch:
    """Tells the actor by mail, once, when the product is back or its price for his company is below that of now.

    Asked again while he waits, it is the same watch. Raises NotAllowed, InStock, NoPriceToWatch.
    """
    with change(by, at):
        company, person = buyer_of(by)
        require(by, NEEDS[kind], company)
        unit_gross = None
        if kind == WatchKind.BACK and free_of([product.pk], at):
            raise InStock(article=product.article)
        if kind == WatchKind.PRICE:
            unit_gross = _price(company, product, at)
        facts = {"asked_at": at, "asked_unit_gross": unit_gross}
        watch, _is_new = Watch.objects.get_or_create(
            user=person, company=company, product=product, kind=kind, told_at=None, defaults=facts
        )
        return watch


def _price(company: Company, product: Product, at: datetime) -> Decimal:
    line = shown_prices(company, {product.pk: product.smallest_order}, at).lines.get(product.pk)
    if line is None:
        raise NoPriceToWatch(article=product.article)
    return line.unit_gross
