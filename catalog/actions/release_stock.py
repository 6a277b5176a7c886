"""Release a holder's reservations."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.await_stock import lock_products, promise_days
from catalog.actions.expire_reservations import close_reservations, expire_locked
from catalog.enums import BackorderState, ReservationState
from catalog.models import Backorder, Reservation, Stock


def release_stock(*, holder: UUID, by: Actor, at: datetime, product_ids: Collection[int] | None = None) -> int:
    """Frees what is still held for `holder` and ends his waiting, of some products or of all; returns how many pieces.

    Locks: the products he waits for, then the held stock rows, each by primary key.
    """
    with change(by, at):
        waiting = Backorder.objects.filter(holder=holder, state=BackorderState.WAITING)
        if product_ids is not None:
            waiting = waiting.filter(product_id__in=product_ids)
        awaited = list(waiting.values_list("product_id", flat=True))
        if awaited:
            lock_products(awaited)  # a receipt of them comes before or after, never between
        pieces = _close(holder, ReservationState.RELEASED, by, at, product_ids)
        if awaited:
            waiting.update(state=BackorderState.CANCELLED)
            promise_days(awaited)
        return pieces


def ship_stock(*, holder: UUID, by: Actor, at: datetime) -> int:
    """Takes everything held for `holder` out of the warehouses; returns how many pieces.

    Locks: the held stock rows by primary key.
    """
    with change(by, at):
        return _close(holder, ReservationState.SHIPPED, by, at)


def prolong_stock(*, holder: UUID, until: datetime, by: Actor, at: datetime) -> int:
    """Holds for longer what is still held for `holder`; what ran out by `at` is cleared. Returns how many pieces.

    Locks: the held stock rows by primary key.
    """
    with change(by, at):
        active = Reservation.objects.filter(holder=holder, state=ReservationState.ACTIVE)
        expire_locked(_lock_held(holder), by=by, at=at)
        active.filter(until__lt=until).update(until=until)
        return sum(active.values_list("quantity", flat=True))


def _close(
    holder: UUID, state: ReservationState, by: Actor, at: datetime, product_ids: Collection[int] | None = None
) -> int:
    stocks = _lock_held(holder)
    active = Reservation.objects.filter(holder=holder, state=ReservationState.ACTIVE)
    if product_ids is not None:
        active = active.filter(stock__product_id__in=product_ids)
    held = list(active.order_by("pk"))
    close_reservations(held, stocks, state, by=by, at=at)
    return sum(reservation.quantity for reservation in held)


def _lock_held(holder: UUID) -> list[Stock]:
    active = Reservation.objects.filter(holder=holder, state=ReservationState.ACTIVE)
    rows = Stock.objects.filter(pk__in=active.values("stock_id")).select_for_update(no_key=True)
    return list(rows.order_by("pk"))
