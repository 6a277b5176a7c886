"""Take the cart's lines to order them: what is in it, whether it may be bought, at which prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company
from accounts.queries.access import buyer_of
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO
from catalog.pricing import PricedLine
from catalog.quantities import check_quantity
from catalog.queries.assortment import is_offered
from catalog.queries.prices import price_lines
from orders.actions.change_cart_line import NotOffered
from orders.models import CartLine
from orders.seen_prices import SeenLine, seen_line
from orders.totals import Totals, totals_of


class CartEmpty(RuleBroken):
    """There is nothing to order."""

    message = _("The cart is empty.")
    code = "cart_empty"


class NotPriced(RuleBroken):
    """A product has no price for this company, so it cannot be ordered. Facts: articles."""

    message = _("No price for %(articles)s: ask your account manager, or take it out of the cart.")
    code = "not_priced"


class CartChanged(RuleBroken):
    """The cart holds other goods or quantities than the buyer saw: another window changed it."""

    message = _("The cart was changed in another window. Check it and repeat.")
    code = "cart_changed"


class PriceChanged(RuleBroken):
    """Lines cost something else than the buyer saw, even if the sum is the same. Facts: articles, shown, gross."""

    message = _("Prices changed while you were looking: %(articles)s. The sum was %(shown)s ₽, now it is %(gross)s ₽.")
    code = "price_changed"


@dataclass(frozen=True)
class TakenCart:
    """Lines of a cart, in its order, priced by product, and what they come to."""

    lines: list[CartLine]
    priced: Mapping[int, PricedLine]

    @property
    def totals(self) -> Totals:
        return totals_of((line.product.vat_rate, self.priced[line.product_id].amounts) for line in self.lines)

    @property
    def wanted(self) -> dict[int, int]:
        """Sales units by product."""
        return {line.product_id: line.quantity for line in self.lines}

    def empty(self) -> None:
        """Takes the lines out of the cart."""
        CartLine.objects.filter(pk__in=[line.pk for line in self.lines]).delete()


def take_cart(*, seen: Mapping[UUID, SeenLine] | None, by: Actor, at: datetime) -> TakenCart:
    """The actor's cart as it can be ordered now; `seen` is what he saw of each product (by uid) and so agreed to.

    For actions that hold the lock of the company. Raises CartEmpty, NotOffered, WrongQuantity, NotPriced, CartChanged,
    PriceChanged.
    """
    company, _person = buyer_of(by)
    lines = _cart_lines(by)
    priced = _prices(company, lines, at)
    if seen is not None:
        _check_seen(lines, priced, seen)
    return TakenCart(lines, priced)


def _cart_lines(by: Actor) -> list[CartLine]:
    own = CartLine.objects.filter(cart__company=by.company, cart__user=by.user)
    lines = list(own.select_related("product__brand").annotate(is_offered=is_offered(by)))
    if not lines:
        raise CartEmpty()
    withdrawn = [line.product.article for line in lines if not line.is_offered]
    if withdrawn:
        raise NotOffered(articles=", ".join(withdrawn))
    for line in lines:
        product = line.product
        check_quantity(product.article, line.quantity, product.pack_multiple, product.smallest_order)
    return [*lines]


def _prices(company: Company, lines: Sequence[CartLine], at: datetime) -> dict[int, PricedLine]:
    priced = price_lines(company, {line.product_id: line.quantity for line in lines}, at)
    bare = [
        line.product.article
        for line in lines
        if line.product_id not in priced or not priced[line.product_id].amounts.gross
    ]
    if bare:
        raise NotPriced(articles=", ".join(bare))
    return priced


def _check_seen(lines: Sequence[CartLine], priced: Mapping[int, PricedLine], seen: Mapping[UUID, SeenLine]) -> None:
    """Line by line: two changes that cancel out in the sum are two changes."""
    now = {line.product.uid: seen_line(line.quantity, priced[line.product_id]) for line in lines}
    if {uid: one.quantity for uid, one in now.items()} != {uid: one.quantity for uid, one in seen.items()}:
        raise CartChanged()
    changed = [line.product.article for line in lines if now[line.product.uid] != seen[line.product.uid]]
    if changed:
        shown, gross = (sum((one.gross or ZERO for one in lines.values()), ZERO) for lines in (seen, now))
        raise PriceChanged(articles=", ".join(changed), shown=shown, gross=gross)
