"""Confirm an order."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.events import order_confirmed
from orders.models import Order
from orders.states import check_move


def confirm_order(*, order: Order, by: Actor, at: datetime) -> Order:
    """Says to the buyer that we took the order up. Locks: the order. Announces: order_confirmed.

    Raises StaffOnly, IllegalMove.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_order(order)
        check_move(OrderStatus(locked.status), OrderStatus.CONFIRMED)
        locked.status = OrderStatus.CONFIRMED
        locked.save(update_fields=["status"])
        note_history(locked, HistoryKind.CONFIRMED, by=by, at=at)
        announce(order_confirmed, order_id=locked.pk)
        return locked
