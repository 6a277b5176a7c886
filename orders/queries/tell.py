"""What the mails of this room are about, and who reads them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef

from accounts.models import User
from accounts.queries.people import works_for
from catalog.enums import ReservationState
from catalog.models import Reservation
from catalog.queries.awaiting import Awaited, awaited_of
from orders.enums import HistoryKind, OrderStatus
from orders.models import History, Order, OrderLine

UNDER_WAY = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.PICKING)
HOLDING = (OrderStatus.APPROVAL, *UNDER_WAY)  # orders that hold goods, budgets and credit


@dataclass(frozen=True)
class ToldLine:
    """A line of a mail; `awaited` only where a part of it is still to come."""

    line: OrderLine
    awaited: Awaited | None


def order_to_tell(order_id: int) -> Order:
    """The order of an announced event, with the people whom it concerns."""
    return Order.objects.select_related("placed_by", "company__account_manager__user").get(pk=order_id)


def buyer_to_tell(order: Order) -> User | None:
    """Who placed the order, while he works for the company; after leaving he is told nothing. One query."""
    return order.placed_by if works_for(order.placed_by, order.company.uid) else None


def manager_to_tell(order: Order) -> User | None:
    """The company's account manager, if it has one."""
    manager = order.company.account_manager
    return manager.user if manager else None


def told_lines(order: Order) -> list[ToldLine]:
    """The lines that are not cancelled, and what of them is awaited. Two queries."""
    awaited = awaited_of(order.uid)
    return [ToldLine(line, awaited.get(line.product_id or 0)) for line in order.lines.live()]


def last_entry(order: Order, *kinds: HistoryKind) -> History | None:
    """What happened last of these kinds. One query."""
    return order.history.filter(kind__in=kinds).last()


def lines_cancelled_since(order: Order, moment: datetime) -> list[History]:
    """Entries of lines that were taken off lately, the oldest first. One query."""
    return list(order.history.filter(kind=HistoryKind.LINE_CANCELLED, happened_at__gte=moment))


def orders_running_out(at: datetime, within: timedelta) -> list[Order]:
    """Orders under way whose reservation ends soon; not those that were reserved for no longer than that. One query."""
    held = Reservation.objects.filter(holder=OuterRef("uid"), state=ReservationState.ACTIVE, until__gt=at)
    soon = Order.objects.filter(Exists(held), status__in=UNDER_WAY, reserved_until__gt=at)
    return list(
        soon.filter(reserved_until__lte=at + within, placed_at__lt=F("reserved_until") - within)
        .select_related("placed_by", "company__account_manager__user")
        .order_by("reserved_until", "pk")
    )
