"""Cancel an order."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.staff import require_unless_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.actions.release_stock import release_stock
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.events import order_cancelled
from orders.models import Order
from orders.states import check_move


def cancel_order(*, order: Order, by: Actor, at: datetime, reason: str = "") -> Order:
    """Ends an order of which nothing is shipped and frees its goods. Sent twice, it is cancelled once; its papers stay.

    The buyer needs the right, staff do not. Locks: the company, the held stock rows by primary key, the order.
    Announces: order_cancelled. Raises NotAllowed, IllegalMove.
    """
    with change(by, at):
        company = lock_company(order.company)
        require_unless_staff(by, Permission.CANCEL_ORDER, company)
        release_stock(holder=order.uid, by=by, at=at)  # stock is locked before orders; a refusal below undoes it
        locked = lock_order(order)
        if locked.status == OrderStatus.CANCELLED:
            return locked
        check_move(OrderStatus(locked.status), OrderStatus.CANCELLED)
        locked.status = OrderStatus.CANCELLED
        locked.save(update_fields=["status"])
        facts = {"reason": reason.strip()} if reason.strip() else {}
        note_history(locked, HistoryKind.CANCELLED, by=by, at=at, **facts)
        announce(order_cancelled, order_id=locked.pk)
        return locked
