"""One order with its lines, reservations and history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from accounts.actors import Actor
from b2b_portal.core.money import Amounts
from catalog.enums import ReservationState, Unit
from catalog.models import Reservation
from catalog.queries.awaiting import Awaited, awaited_of
from orders.enums import LineKind, OrderStatus
from orders.models import History, Order, OrderLine
from orders.queries.orders import BADGES
from orders.queries.tell import UNDER_WAY
from orders.totals import Totals, totals_of


@dataclass(frozen=True)
class LineRow:
    """A line, how many of its pieces are held now, and what of it is still to come."""

    line: OrderLine
    reserved: int
    awaited: Awaited | None

    @property
    def has_page(self) -> bool:
        """The product is still on sale, so its article can be a link."""
        return self.line.product is not None and self.line.product.is_on_sale

    @property
    def is_goods(self) -> bool:
        return self.line.kind == LineKind.GOODS

    @property
    def is_cancelled(self) -> bool:
        return self.line.cancelled_at is not None

    @property
    def unit_label(self) -> str:
        return str(Unit(self.line.unit).label)


@dataclass(frozen=True)
class OrderPage:
    """Everything the page shows of an order."""

    order: Order
    badge: str
    status_label: str
    rows: tuple[LineRow, ...]
    totals: Totals
    history: tuple[History, ...]
    is_reservation_over: bool


def visible_order(actor: Actor, number: int) -> Order | None:
    """The order by its number inside the actor's company, None for a stranger's. One query."""
    return Order.objects.visible_to(actor).select_related("company").filter(number=number).first()


def order_page(actor: Actor, number: int, at: datetime) -> OrderPage | None:
    """The order by its number inside the actor's company, None for a stranger's. 5 queries."""
    order = Order.objects.visible_to(actor).select_related("placed_by", "contract").filter(number=number).first()
    if order is None:
        return None
    lines = tuple(order.lines.select_related("product"))
    held, awaited = _held(order, at), awaited_of(order.uid)
    status = OrderStatus(order.status)
    return OrderPage(
        order=order,
        badge=BADGES[status],
        status_label=str(status.label),
        rows=tuple(_line_row(line, held, awaited) for line in lines),
        totals=totals_of(
            (line.vat_rate, Amounts(line.net, line.tax, line.gross)) for line in lines if not line.cancelled_at
        ),
        history=tuple(order.history.all()),
        is_reservation_over=not held and order.reserved_until is not None and status in UNDER_WAY,
    )


def short_articles(order: Order, product_ids: Iterable[int]) -> list[str]:
    """How the order calls products of which too little is free. One query."""
    return list(order.lines.live().filter(product__in=list(product_ids)).values_list("article", flat=True))


def _line_row(line: OrderLine, held: Mapping[int, int], awaited: Mapping[int, Awaited]) -> LineRow:
    if line.product_id is None or line.cancelled_at:
        return LineRow(line, 0, None)
    return LineRow(line, held.get(line.product_id, 0), awaited.get(line.product_id))


def _held(order: Order, at: datetime) -> dict[int, int]:
    active = Reservation.objects.filter(holder=order.uid, state=ReservationState.ACTIVE, until__gt=at)
    sums = active.values_list("stock__product").annotate(pieces=Sum("quantity"))
    return dict(sums.values_list("stock__product", "pieces"))
