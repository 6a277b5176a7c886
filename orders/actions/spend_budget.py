"""Spend what an order has committed."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from orders.actions.move_budget import BudgetChange, move_budget
from orders.enums import BudgetMove
from orders.models import BudgetPeriod, Order
from orders.queries.budget_balances import held_by


def spend_budget(*, order: Order, by: Actor, at: datetime) -> None:
    """Moves all that the order still has committed to spent, in the periods it was committed in.

    Called again it moves nothing. Locks: the periods by key.
    """
    with change(by, at):
        if not held_by(order):
            return
        periods = BudgetPeriod.objects.filter(entries__holder=order.uid).values("pk")
        list(BudgetPeriod.objects.select_for_update(no_key=True).filter(pk__in=periods).order_by("pk"))
        changes = [
            BudgetChange(pk, BudgetMove.SPENT, committed, committed=-committed, spent=committed)
            for pk, (committed, _spent) in held_by(order).items()
            if committed
        ]
        move_budget(changes=changes, order=order, by=by, at=at)
