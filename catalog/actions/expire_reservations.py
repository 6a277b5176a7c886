"""Expire reservations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.actions.move_stock import Move, move_stock
from catalog.enums import MovementKind, ReservationState
from catalog.events import reservations_expired
from catalog.models import Reservation, Stock


def expire_reservations(*, by: Actor, at: datetime, limit: int = 500) -> int:
    """Clears reservations that ran out by `at`; returns how many. They count as free before that already.

    Locks: stock rows by primary key. Announces: reservations_expired, once per holder.
    """
    with change(by, at):
        due = Reservation.objects.filter(state=ReservationState.ACTIVE, until__lte=at).order_by("until")
        stock_ids = set(due.values_list("stock_id", flat=True)[:limit])
        stocks = list(Stock.objects.filter(pk__in=stock_ids).select_for_update(no_key=True).order_by("pk"))
        return expire_locked(stocks, by=by, at=at)


def expire_locked(stocks: Sequence[Stock], *, by: Actor, at: datetime) -> int:
    """Clears what ran out on stock rows that the caller has locked; updates their balances in memory too."""
    due = list(
        Reservation.objects.filter(stock__in=stocks, state=ReservationState.ACTIVE, until__lte=at).order_by("pk")
    )
    close_reservations(due, stocks, ReservationState.EXPIRED, by=by, at=at)
    for holder in {reservation.holder for reservation in due}:
        announce(reservations_expired, holder=str(holder))
    return len(due)


def close_reservations(
    reservations: Sequence[Reservation], stocks: Iterable[Stock], state: ReservationState, *, by: Actor, at: datetime
) -> None:
    """Ends active reservations on locked stock rows: expired and released free the pieces, shipped takes them away."""
    kind = {
        ReservationState.EXPIRED: MovementKind.EXPIRE,
        ReservationState.RELEASED: MovementKind.RELEASE,
        ReservationState.SHIPPED: MovementKind.SHIP,
    }[state]
    by_pk = {stock.pk: stock for stock in stocks}
    pieces: dict[UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for reservation in reservations:
        pieces[reservation.holder][reservation.stock_id] += reservation.quantity
    for holder, by_stock in pieces.items():
        moves = [
            Move(by_pk[pk], kind, on_hand=-n if state == ReservationState.SHIPPED else 0, reserved=-n)
            for pk, n in sorted(by_stock.items())
        ]
        move_stock(moves, holder, by, at)
    Reservation.objects.filter(pk__in=[one.pk for one in reservations]).update(state=state)
