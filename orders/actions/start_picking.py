"""Start picking an order."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.models import Order
from orders.states import check_move


def start_picking(*, order: Order, by: Actor, at: datetime) -> Order:
    """Says that the warehouse gathers the goods: from now on only staff can cancel. Locks: the order.

    Raises StaffOnly, IllegalMove.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_order(order)
        check_move(OrderStatus(locked.status), OrderStatus.PICKING)
        locked.status = OrderStatus.PICKING
        locked.save(update_fields=["status"])
        note_history(locked, HistoryKind.PICKING, by=by, at=at)
        return locked
