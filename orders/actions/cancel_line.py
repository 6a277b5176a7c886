"""Cancel a line of an order."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actions.lock_credit import lock_open_credit
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.staff import is_staff_at_work, require_unless_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.money import Amounts, sum_amounts
from catalog.actions.release_stock import release_stock
from orders.actions.agree_payment import lower_deferral
from orders.actions.cancel_order import cancel_order, check_cancellable
from orders.actions.lock_order import lock_order
from orders.actions.note_bought import note_bought
from orders.actions.note_history import note_history
from orders.actions.refund_budget import refund_budget
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.events import order_changed
from orders.models import Order, OrderLine


class LineStays(RuleBroken):
    """Only goods can be taken off an order, delivery belongs to the whole. Facts: name."""

    message = _("“%(name)s” cannot be taken off alone: cancel the whole order.")
    code = "line_stays"


class RestTooSmall(RuleBroken):
    """What would stay on the order is less than the contract's minimum. Facts: minimum, gross."""

    message = _(
        "Without this line the order comes to %(gross)s ₽, the smallest order of your contract is %(minimum)s ₽: "
        "cancel the whole order or ask your account manager."
    )
    code = "rest_too_small"


def cancel_line(*, line: OrderLine, by: Actor, at: datetime, reason: str = "") -> Order:
    """Takes a line of goods off an order of which nothing is picked, frees its goods, and counts the order anew.

    The agreed price of delivery stays. The last line of goods cancels the order. Sent twice, it is taken off once.
    Locks: the company, its credit account, the held stock rows by primary key, the order, its budgets. Announces:
    order_changed, which makes new papers, of an order that is placed. Raises NotAllowed, IllegalMove, BeingPicked,
    LineStays, RestTooSmall.
    """
    with change(by, at):
        company = lock_company(line.order.company)
        require_unless_staff(by, Permission.CANCEL_ORDER, company)
        if line.product_id is None:
            raise LineStays(name=line.name)
        lock_open_credit(line.order.contract_id)
        release_stock(holder=line.order.uid, product_ids=[line.product_id], by=by, at=at)  # stock before orders
        order = lock_order(line.order)
        check_cancellable(order, by)
        live = list(order.lines.live())
        if line not in live:
            return order
        rest = [one for one in live if one != line]
        if not any(one.kind == LineKind.GOODS for one in rest):
            return cancel_order(order=order, by=by, at=at, reason=reason)
        _count_anew(order, rest, by, at)
        order.lines.filter(pk=line.pk).update(cancelled_at=at)
        refund_budget(order=order, lines=[line], by=by, at=at)
        note_bought(company=company, product_ids=[line.product_id], by=by, at=at)
        facts = {"reason": reason.strip()} if reason.strip() else {}
        note_history(
            order, HistoryKind.LINE_CANCELLED, by=by, at=at, article=line.article, quantity=line.quantity, **facts
        )
        if order.status != OrderStatus.APPROVAL:  # before the last yes an order has no papers
            announce(order_changed, order_id=order.pk)
        return order


def _count_anew(order: Order, rest: list[OrderLine], by: Actor, at: datetime) -> None:
    sums = sum_amounts(Amounts(one.net, one.tax, one.gross) for one in rest)
    goods = sum_amounts(Amounts(one.net, one.tax, one.gross) for one in rest if one.kind == LineKind.GOODS)
    minimum = Decimal(order.contract_terms.get("minimum_order_gross", 0))
    if goods.gross < minimum and not is_staff_at_work(by):
        raise RestTooSmall(gross=goods.gross, minimum=minimum)
    lower_deferral(order, sums.gross, by=by, at=at)
    order.net, order.tax, order.gross = sums.net, sums.tax, sums.gross
    order.revision += 1
    order.save(update_fields=["net", "tax", "gross", "deferred_gross", "revision"])
