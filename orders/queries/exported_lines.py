"""The orders that a list found, line by line, to be taken away as a table."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from accounts.actors import Actor
from b2b_portal.core.money import unit_gross_of
from catalog.enums import Unit
from orders.enums import OrderStatus
from orders.models import OrderLine
from orders.queries.orders import OrderFilter, orders_found

_FIELDS = (
    "order__number",
    "order__placed_at",
    "order__buyer_number",
    "order__status",
    "article",
    "brand",
    "name",
    "quantity",
    "unit",
    "unit_price",
    "price_includes_vat",
    "vat_rate",
    "net",
    "tax",
    "gross",
)


class ExportedLine(NamedTuple):
    """One line with its order."""

    number: int
    placed_at: datetime
    buyer_number: str
    status_label: str
    article: str
    brand: str
    name: str
    quantity: int
    unit_label: str
    unit_gross: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal


def exported_lines(actor: Actor, asked: OrderFilter, most: int) -> list[ExportedLine] | None:
    """Lines that are not cancelled of the orders found, newest order first; None when there are more than `most`.

    Lines of cancelled orders are among them: their status says so. One query.
    """
    lines = OrderLine.objects.live().filter(order__in=orders_found(actor, asked))
    ordered = lines.order_by("-order__placed_at", "-order_id", "position").values_list(*_FIELDS)
    rows = list(ordered[: most + 1])
    if len(rows) > most:
        return None
    return [_line(*row) for row in rows]


def _line(*fields: Any) -> ExportedLine:
    order, goods, sums = fields[:4], fields[4:9], fields[12:]
    unit_price, includes_vat, vat_rate = fields[9:12]
    number, placed_at, buyer_number, status = order
    article, brand, name, quantity, unit = goods
    return ExportedLine(
        number,
        placed_at,
        buyer_number,
        str(OrderStatus(status).label),
        article,
        brand,
        name,
        quantity,
        str(Unit(unit).label),
        unit_price if includes_vat else unit_gross_of(unit_price, vat_rate),
        *sums,
    )
