"""The list of orders."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from orders.enums import OrderStatus
from orders.models import Order, OrderLine

# an order's state as a shape, a word and a colour (DESIGN.md section 1)
BADGES = {
    OrderStatus.PLACED: "wait",
    OrderStatus.CONFIRMED: "info",
    OrderStatus.SHIPPED: "ok",
    OrderStatus.CANCELLED: "bad",
}


class OrderRow(NamedTuple):
    """One order in a list."""

    number: int
    placed_at: datetime
    placed_by: str
    status_label: str
    badge: str
    lines: int
    gross: Decimal
    buyer_number: str


def orders_of(actor: Actor) -> QuerySet[Any]:
    """The company's orders, newest first, with who placed them and how many lines they have."""
    lines = (
        OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order").annotate(n=Count("pk")).values("n")
    )
    orders = Order.objects.visible_to(actor).select_related("placed_by").annotate(line_count=Subquery(lines))
    return orders.order_by("-placed_at", "-id")


def order_row(order: Any) -> OrderRow:
    """The row of an order that came from orders_of()."""
    status = OrderStatus(order.status)
    return OrderRow(
        order.number,
        order.placed_at,
        str(order.placed_by),
        str(status.label),
        BADGES[status],
        order.line_count,
        order.gross,
        order.buyer_number,
    )


def recent_orders(actor: Actor, limit: int = 10) -> tuple[OrderRow, ...]:
    """The newest orders of the company. One query."""
    return tuple(order_row(order) for order in orders_of(actor)[:limit])
