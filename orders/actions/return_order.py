"""Give an order that waits for approval back to its author."""

from datetime import datetime

from accounts.actions.release_credit import release_credit
from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.actions.release_stock import release_stock
from orders.actions.approve_order import asked_of, check_decision, lock_decision
from orders.actions.lock_order import lock_order
from orders.actions.note_bought import note_bought
from orders.actions.note_history import note_history
from orders.actions.refund_budget import refund_budget
from orders.enums import HistoryKind, OrderStatus
from orders.events import order_returned
from orders.models import Order
from orders.states import check_move


def return_order(*, order: Order, revision: int, reason: str, by: Actor, at: datetime) -> Order:
    """Ends an order with the reason: its goods, budgets and credit are free again. Its author may put it into his cart.

    One no of whoever is asked is enough. Given twice it counts once. Locks: the company, the credit account, the held
    stock rows by primary key, the order, its budgets. Announces: order_returned. Raises NotAllowed, NotAsked,
    StaleApproval.
    """
    with change(by, at):
        order = lock_decision(order, by)
        if order.status == OrderStatus.RETURNED:
            return order
        check_decision(order, asked_of(order, by, at), revision)
        release_credit(contract_id=order.contract_id, holder=order.uid, by=by, at=at)
        release_stock(holder=order.uid, by=by, at=at)
        locked = lock_order(order)
        check_move(OrderStatus(locked.status), OrderStatus.RETURNED)
        locked.status, locked.reserved_until = OrderStatus.RETURNED, None
        locked.save(update_fields=["status", "reserved_until"])
        refund_budget(order=locked, by=by, at=at)
        facts = {"reason": reason.strip()} if reason.strip() else {}
        note_history(locked, HistoryKind.RETURNED, by=by, at=at, **facts)
        goods = locked.lines.live().filter(product__isnull=False).values_list("product_id", flat=True)
        note_bought(company=locked.company, product_ids=list(goods), by=by, at=at)
        announce(order_returned, order_id=locked.pk)
        return locked
