"""One order with its lines, reservations and history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from accounts.actors import Actor
from b2b_portal.core.money import Amounts
from catalog.enums import ReservationState, Unit
from catalog.models import Reservation
from orders.enums import OrderStatus
from orders.models import History, Order, OrderLine
from orders.queries.orders import BADGES
from orders.totals import Totals, totals_of


@dataclass(frozen=True)
class LineRow:
    """A line and how many of its pieces are held now."""

    line: OrderLine
    reserved: int

    @property
    def has_page(self) -> bool:
        """The product is still on sale, so its article can be a link."""
        return self.line.product.is_on_sale

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
    """The order by its number inside the actor's company, None for a stranger's. 4 queries."""
    order = Order.objects.visible_to(actor).select_related("placed_by", "contract").filter(number=number).first()
    if order is None:
        return None
    lines = tuple(order.lines.select_related("product"))
    held = _held(order, at)
    status = OrderStatus(order.status)
    return OrderPage(
        order=order,
        badge=BADGES[status],
        status_label=str(status.label),
        rows=tuple(LineRow(line, held.get(line.product_id, 0)) for line in lines),
        totals=totals_of((line.vat_rate, Amounts(line.net, line.tax, line.gross)) for line in lines),
        history=tuple(order.history.all()),
        is_reservation_over=not held and status in {OrderStatus.PLACED, OrderStatus.CONFIRMED},
    )


def _held(order: Order, at: datetime) -> dict[int, int]:
    active = Reservation.objects.filter(holder=order.uid, state=ReservationState.ACTIVE, until__gt=at)
    sums = active.values_list("stock__product").annotate(pieces=Sum("quantity"))
    return dict(sums.values_list("stock__product", "pieces"))
