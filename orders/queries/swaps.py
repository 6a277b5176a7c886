"""What can take the place of a line of an order that waits for approval."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.actors import Actor
from catalog.models import Product
from catalog.queries.analogues import AnalogueRow, list_results
from orders.models import OrderLine
from orders.replacing import replaced_quantity


@dataclass(frozen=True)
class Swap:
    """An analogue, how many of it the line would hold, and by how much a unit differs from what the line agreed to."""

    analogue: AnalogueRow
    product: Product
    quantity: int
    available: int
    unit_gross: Decimal | None


def swaps_of(actor: Actor, line: OrderLine, at: datetime) -> tuple[Swap, ...]:
    """Analogues with a price, those in stock first as the product's page has them. At most nine queries."""
    if line.product_id is None:
        return ()
    product = Product.objects.visible_to(actor).select_related("brand", "category").filter(pk=line.product_id).first()
    if product is None:
        return ()
    results = list_results(actor, [(product, None)], product.uid, at, line.quantity)
    rows = [*results.analogues, *results.out]
    return tuple(_swap(line, product, one) for one in rows if one.row.price)


def _swap(line: OrderLine, product: Product, one: AnalogueRow) -> Swap:
    other = one.row.product
    quantity = replaced_quantity(line.quantity, product, other)
    return Swap(one, other, quantity, one.row.available, one.row.price.unit_gross if one.row.price else None)
