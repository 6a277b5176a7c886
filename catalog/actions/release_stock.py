"""Release a holder's reservations."""

from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.expire_reservations import close_reservations
from catalog.enums import ReservationState
from catalog.models import Reservation, Stock


def release_stock(*, holder: UUID, by: Actor, at: datetime) -> int:
    """Frees everything that is still held for `holder`; returns how many pieces. Locks: stock rows by primary key."""
    return _close(holder, ReservationState.RELEASED, by, at)


def ship_stock(*, holder: UUID, by: Actor, at: datetime) -> int:
    """Takes everything held for `holder` out of the warehouses; returns how many pieces. Locks: as release_stock."""
    return _close(holder, ReservationState.SHIPPED, by, at)


def _close(holder: UUID, state: ReservationState, by: Actor, at: datetime) -> int:
    with change(by, at):
        active = Reservation.objects.filter(holder=holder, state=ReservationState.ACTIVE)
        stocks = list(
            Stock.objects.filter(pk__in=active.values("stock_id")).select_for_update(no_key=True).order_by("pk")
        )
        held = list(active.order_by("pk"))
        close_reservations(held, stocks, state, by=by, at=at)
        return sum(reservation.quantity for reservation in held)
