"""Cancel an order."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actions.release_credit import release_credit
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.staff import is_staff_at_work, require_unless_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from catalog.actions.release_stock import release_stock
from orders.actions.lock_order import lock_order
from orders.actions.note_bought import note_bought
from orders.actions.note_history import note_history
from orders.actions.refund_budget import refund_budget
from orders.enums import HistoryKind, OrderStatus
from orders.events import order_cancelled
from orders.models import Order
from orders.states import check_move


class BeingPicked(RuleBroken):
    """The warehouse gathers the goods already, so only staff can stop it. Facts: number, manager."""

    message = _("Order %(number)s is being picked: only %(manager)s can cancel it now.")
    code = "being_picked"


def cancel_order(*, order: Order, by: Actor, at: datetime, reason: str = "") -> Order:
    """Ends an order of which nothing is picked and frees its goods. Sent twice, it is cancelled once; its papers stay.

    The buyer needs the right, but whoever proposed an order may take it back while it waits for approval; staff do not
    and may stop the picking too. Locks: the company, its credit account, the
    held stock rows by primary key, the order, its budgets. Announces: order_cancelled. Raises NotAllowed, IllegalMove,
    BeingPicked.
    """
    with change(by, at):
        company = lock_company(order.company)
        require_unless_staff(by, _right_to_cancel(order, by), company)
        release_credit(contract_id=order.contract_id, holder=order.uid, by=by, at=at)
        release_stock(holder=order.uid, by=by, at=at)  # stock is locked before orders; a refusal below undoes it
        locked = lock_order(order)
        if locked.status == OrderStatus.CANCELLED:
            return locked
        check_cancellable(locked, by)
        locked.status = OrderStatus.CANCELLED
        locked.save(update_fields=["status"])
        refund_budget(order=locked, by=by, at=at)
        facts = {"reason": reason.strip()} if reason.strip() else {}
        note_history(locked, HistoryKind.CANCELLED, by=by, at=at, **facts)
        goods = locked.lines.live().filter(product__isnull=False).values_list("product_id", flat=True)
        note_bought(company=company, product_ids=list(goods), by=by, at=at)
        announce(order_cancelled, order_id=locked.pk)
        return locked


def _right_to_cancel(order: Order, by: Actor) -> Permission:
    """Read before the lock: an order that was approved meanwhile is refused by the right that it needs then."""
    is_his = by.user is not None and order.placed_by_id == by.user.pk
    waits = Order.objects.filter(pk=order.pk, status=OrderStatus.APPROVAL).exists()
    return Permission.PROPOSE_ORDER if is_his and waits else Permission.CANCEL_ORDER


def check_cancellable(order: Order, by: Actor) -> None:
    """Returns if the actor may still cancel something of the order. Raises IllegalMove, BeingPicked."""
    check_move(OrderStatus(order.status), OrderStatus.CANCELLED)
    if order.status == OrderStatus.PICKING and not is_staff_at_work(by):
        manager = order.company.account_manager
        raise BeingPicked(number=order.number, manager=str(manager) if manager else _("your account manager"))
