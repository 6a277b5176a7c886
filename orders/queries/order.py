"""One order with its lines, reservations and history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from accounts.actors import Actor
from b2b_portal.core.money import Amounts
from catalog.enums import ReservationState, Unit
from catalog.models import Reservation
from catalog.queries.assortment import is_offered
from catalog.queries.awaiting import Awaited, awaited_of
from orders.delivery import promised_day
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.history_words import history_words
from orders.line_states import LineState, Pieces, cancelled_state, shipped_state, waiting_state
from orders.models import History, Order, OrderLine
from orders.queries.orders import BADGES
from orders.queries.tell import UNDER_WAY
from orders.states import NEVER_BOUGHT
from orders.totals import Totals, totals_of


@dataclass(frozen=True)
class LineRow:
    """A line and where its pieces are. Delivery has no state of its own.

    `has_page` where the company may still see the product, so that its article can be a link.
    """

    line: OrderLine
    pieces: Pieces
    shipped: int
    state: LineState | None
    has_page: bool

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
class Entry:
    """What happened, when and by whom; without a name it happened by itself."""

    kind: HistoryKind
    words: str
    happened_at: datetime
    by_name: str


@dataclass(frozen=True)
class OrderPage:
    """Everything the page shows of an order."""

    order: Order
    badge: str
    status_label: str
    rows: tuple[LineRow, ...]
    totals: Totals
    history: tuple[Entry, ...]

    @property
    def goods(self) -> tuple[LineRow, ...]:
        """Lines of goods that are not cancelled."""
        return tuple(row for row in self.rows if row.is_goods and not row.is_cancelled)

    @property
    def awaited(self) -> tuple[LineRow, ...]:
        """Lines of which a part is still to come."""
        return tuple(row for row in self.rows if row.pieces.awaited)

    @property
    def is_held(self) -> bool:
        return any(row.pieces.reserved for row in self.rows)

    @property
    def is_reservation_over(self) -> bool:
        """Goods that the order still wants are held no longer."""
        return self.order.status in UNDER_WAY and any(row.pieces.lost for row in self.goods)

    @property
    def arrives_on(self) -> date | None:
        """The day the goods in stock reach the buyer."""
        return promised_day(self.order.delivery)

    @property
    def common_unit(self) -> str:
        """The unit of all goods, "" where they are counted in several."""
        units = {row.unit_label for row in self.goods}
        return units.pop() if len(units) == 1 else ""

    @property
    def sums(self) -> Pieces:
        """Pieces of all live goods together; `expected_on` is the last day, None if any is not known."""
        rows, days = self.goods, [row.pieces.expected_on for row in self.awaited]
        return Pieces(
            ordered=sum(row.pieces.ordered for row in rows),
            reserved=sum(row.pieces.reserved for row in rows),
            awaited=sum(row.pieces.awaited for row in rows),
            expected_on=max((day for day in days if day), default=None) if all(days) else None,
        )

    @property
    def returned_words(self) -> str:
        """Who returned the order and why."""
        entry = self.entry(HistoryKind.RETURNED)
        return f"{entry.by_name}: {entry.words}" if entry else ""

    def entry(self, kind: HistoryKind) -> Entry | None:
        """The last entry of a kind."""
        return next((entry for entry in reversed(self.history) if entry.kind == kind), None)


def visible_order(actor: Actor, number: int) -> Order | None:
    """The order by its number inside the actor's company, None for a stranger's. One query."""
    found = Order.objects.visible_to(actor).select_related("company__account_manager__user")
    return found.filter(number=number).first()


def visible_line(actor: Actor, number: int, uid: UUID) -> OrderLine | None:
    """A line of that order of the actor's company, with the order; None for any other. One query."""
    found = OrderLine.objects.filter(order__in=Order.objects.visible_to(actor).filter(number=number), uid=uid)
    return found.select_related("order__company__account_manager__user").first()


def is_last_goods(line: OrderLine) -> bool:
    """Without this line nothing but delivery would stay on the order. One query."""
    goods = line.order.lines.live().filter(kind=LineKind.GOODS)
    return not goods.exclude(pk=line.pk).exists()


def order_page(actor: Actor, number: int, at: datetime) -> OrderPage | None:
    """The order by its number inside the actor's company, None for a stranger's. 5 queries."""
    order = Order.objects.visible_to(actor).select_related("placed_by", "contract").filter(number=number).first()
    if order is None:
        return None
    lines = tuple(order.lines.select_related("product").annotate(has_page=is_offered(actor)))
    held, awaited = _held(order, at), awaited_of(order.uid)
    history = tuple(_entry(entry) for entry in order.history.all())
    status = OrderStatus(order.status)
    shipped = next((entry.happened_at for entry in history if entry.kind == HistoryKind.SHIPPED), None)
    return OrderPage(
        order=order,
        badge=BADGES[status],
        status_label=str(status.label),
        rows=tuple(
            _line_row(line, status, held, awaited, shipped, has_page=line.has_page)  # type: ignore[attr-defined]
            for line in lines
        ),
        totals=totals_of(
            (line.vat_rate, Amounts(line.net, line.tax, line.gross)) for line in lines if not line.cancelled_at
        ),
        history=history,
    )


def short_articles(order: Order, product_ids: Iterable[int]) -> list[str]:
    """How the order calls products of which too little is free. One query."""
    return list(order.lines.live().filter(product__in=list(product_ids)).values_list("article", flat=True))


def _line_row(
    line: OrderLine,
    status: OrderStatus,
    held: Mapping[int, int],
    awaited: Mapping[int, Awaited],
    shipped_at: datetime | None,
    *,
    has_page: bool,
) -> LineRow:
    row = partial(LineRow, line, has_page=has_page)
    if line.cancelled_at:
        return row(Pieces(line.quantity), 0, cancelled_state(timezone.localdate(line.cancelled_at)))
    if line.product_id is None:
        return row(Pieces(line.quantity), 0, None)
    if status in NEVER_BOUGHT:
        return row(Pieces(line.quantity), 0, cancelled_state())
    if status == OrderStatus.SHIPPED:
        day = timezone.localdate(shipped_at) if shipped_at else None
        return row(Pieces(line.quantity), line.quantity, shipped_state(day))
    coming = awaited.get(line.product_id, Awaited(0, None))
    pieces = Pieces(line.quantity, held.get(line.product_id, 0), coming.quantity, coming.expected_on)
    return row(pieces, 0, waiting_state(pieces, is_picked=status == OrderStatus.PICKING))


def _entry(entry: History) -> Entry:
    name = entry.by_name if entry.by_uid else ""
    return Entry(HistoryKind(entry.kind), history_words(entry.kind, entry.facts), entry.happened_at, name)


def _held(order: Order, at: datetime) -> dict[int, int]:
    active = Reservation.objects.filter(holder=order.uid, state=ReservationState.ACTIVE, until__gt=at)
    sums = active.values_list("stock__product").annotate(pieces=Sum("quantity"))
    return dict(sums.values_list("stock__product", "pieces"))
