"""What a line of the cart can be replaced by."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from catalog.models import Product
from catalog.queries.analogues import AnalogueRow, list_results
from orders.models import CartLine
from orders.replacing import replaced_quantity


@dataclass(frozen=True)
class Replacement:
    """An analogue, and how many of it the line would hold."""

    analogue: AnalogueRow
    quantity: int
    is_adjusted: bool


@dataclass(frozen=True)
class Replacing:
    """One line whose replacements are unfolded; `out` counts those that are out while others are in stock."""

    product: Product
    rows: tuple[Replacement, ...]
    out: int


def line_product(actor: Actor, uid: UUID) -> Product | None:
    """The product of a line of the actor's own cart. One query."""
    lines = CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user, product__uid=uid)
    line = lines.select_related("product__brand").first()
    return line.product if line else None


def replacing(actor: Actor, uid: UUID, at: datetime) -> Replacing | None:
    """What may be offered in place of a line of the actor's cart, with the price of a unit at that quantity.

    None: there is no such line, or nothing to offer. At most 8 queries.
    """
    lines = CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user, product__uid=uid)
    line = lines.select_related("product__brand", "product__category").first()
    if line is None:
        return None
    results = list_results(actor, [(line.product, None)], uid, at, line.quantity)
    rows = tuple(_replacement(line, one) for one in results.analogues)
    return Replacing(line.product, rows, len(results.out)) if rows else None


def _replacement(line: CartLine, analogue: AnalogueRow) -> Replacement:
    quantity = replaced_quantity(line.quantity, line.product, analogue.row.product)
    return Replacement(analogue, quantity, quantity != line.quantity)
