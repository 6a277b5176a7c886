"""Confirm an order."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.working_days import working_days_later
from catalog.actions.release_stock import prolong_stock
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.actions.renew_reservation import reservation_days
from orders.enums import HistoryKind, OrderStatus
from orders.events import order_confirmed
from orders.models import Order
from orders.states import check_move


def confirm_order(*, order: Order, by: Actor, at: datetime) -> Order:
    """Says to the buyer that we took the order up, and holds what is still held for the contract's days from now.

    Locks: the held stock rows by primary key, the order. Announces: order_confirmed. Raises StaffOnly, IllegalMove.
    """
    require_staff(by)
    with change(by, at):
        until = working_days_later(at, reservation_days(order))
        held = prolong_stock(holder=order.uid, until=until, by=by, at=at)  # stock is locked before orders
        locked = lock_order(order)
        check_move(OrderStatus(locked.status), OrderStatus.CONFIRMED)
        locked.status = OrderStatus.CONFIRMED
        if held and locked.reserved_until and locked.reserved_until < until:
            locked.reserved_until = until
        locked.save(update_fields=["status", "reserved_until"])
        note_history(locked, HistoryKind.CONFIRMED, by=by, at=at)
        announce(order_confirmed, order_id=locked.pk)
        return locked
