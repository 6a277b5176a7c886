"""Bring what an order has of budgets to what it costs now."""

from datetime import datetime
from decimal import Decimal

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.money import ZERO
from orders.actions.commit_budget import check_left, lock_periods
from orders.actions.move_budget import BudgetChange, move_budget
from orders.budgets import charged
from orders.enums import BudgetMove
from orders.models import BudgetPeriod, Order
from orders.queries.budget_balances import company_balances, held_by, order_lines, shop_day


def recommit_budget(*, order: Order, by: Actor, at: datetime, may_exceed: bool = False) -> None:
    """Commits more, or gives back, so that an order that waits for approval has its present cost of every budget.

    A hard budget refuses what it takes more, unless with `may_exceed` somebody decides on that. The periods are those
    of the day on which it was sent. Locks: the periods by key. Raises BudgetExceeded.
    """
    with change(by, at):
        balances = {one.budget.pk: one for one in company_balances(order.company, shop_day(order.placed_at))}
        scopes = {pk: one.budget.scope for pk, one in balances.items()}
        sums = charged(scopes, order.department_id, order.cost_centre_id, order_lines(order))
        held = {pk: committed for pk, (committed, _spent) in held_by(order).items()}
        periods = {row.pk: row for row in lock_periods([balances[pk] for pk in sums])}
        rest = BudgetPeriod.objects.filter(pk__in=held.keys() - periods.keys())
        periods |= {row.pk: row for row in rest.select_for_update(no_key=True).order_by("pk")}
        moved = {pk: sums.get(row.budget_id, ZERO) - held.get(pk, ZERO) for pk, row in periods.items()}
        if not may_exceed:
            more = {periods[pk].budget_id: gross for pk, gross in moved.items() if gross > 0}
            check_left(order, [row for row in periods.values() if row.budget_id in more], balances, more)
        changes = [_change(pk, gross) for pk, gross in sorted(moved.items()) if gross]
        move_budget(changes=changes, order=order, by=by, at=at, may_exceed=may_exceed)


def _change(period_id: int, gross: Decimal) -> BudgetChange:
    kind = BudgetMove.COMMITTED if gross > 0 else BudgetMove.RELEASED
    return BudgetChange(period_id, kind, abs(gross), committed=gross)
