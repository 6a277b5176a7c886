"""Give back what an order, or a line of it, has taken from budgets."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.money import ZERO
from orders.actions.move_budget import BudgetChange, move_budget
from orders.budgets import SpentLine, charged
from orders.enums import BudgetMove
from orders.models import Budget, BudgetPeriod, Order, OrderLine
from orders.queries.budget_balances import held_by


def refund_budget(*, order: Order, by: Actor, at: datetime, lines: Sequence[OrderLine] | None = None) -> None:
    """Gives back to each budget what the order has of it; with `lines` only what those cost.

    A line gives back its own sum: its share of the delivery stays, for the delivery is still paid. What is given back
    to a period that is over goes on to the next ones where the budget carries over. For a whole order idempotent; lines
    are given back once by the caller, and never more than is held. Locks: the periods from those of the order on, by
    key.
    """
    with change(by, at):
        if not held_by(order):
            return
        rows = _locked_rows(order)
        held = held_by(order)
        sums = {pk: sum(both, ZERO) for pk, both in held.items()}
        if lines is not None:
            own = _charged(order, {row.budget_id for row in rows}, lines)
            budgets = {row.pk: row.budget_id for row in rows}
            sums = {pk: min(sum_, own.get(budgets[pk], ZERO)) for pk, sum_ in sums.items()}
        changes = [_release(pk, gross, held[pk][0]) for pk, gross in sums.items() if gross > 0]
        move_budget(changes=changes, order=order, by=by, at=at)
        _pass_on(rows, {one.period_id: one.amount for one in changes})


def _locked_rows(order: Order) -> list[BudgetPeriod]:
    """The periods of the order and all later ones of the same budgets, oldest first."""
    own = list(BudgetPeriod.objects.filter(entries__holder=order.uid).distinct())
    first = min(row.starts_on for row in own)
    rows = BudgetPeriod.objects.filter(budget__in={row.budget_id for row in own}, starts_on__gte=first)
    locked = list(rows.select_for_update(no_key=True, of=("self",)).select_related("budget").order_by("pk"))
    return sorted(locked, key=lambda row: row.starts_on)


def _charged(order: Order, budget_ids: set[int], lines: Sequence[OrderLine]) -> dict[int, Decimal]:
    """By budget what the lines cost."""
    rows = order.lines.filter(pk__in=[line.pk for line in lines], product__isnull=False)
    sections = [SpentLine(tuple(at), gross) for at, gross in rows.values_list("product__category__lineage", "gross")]
    scopes = {budget.pk: budget.scope for budget in Budget.objects.filter(pk__in=budget_ids)}
    return charged(scopes, order.department_id, order.cost_centre_id, sections)


def _release(period_id: int, gross: Decimal, committed: Decimal) -> BudgetChange:
    """What is committed is given back first."""
    of_committed = min(gross, committed)
    return BudgetChange(period_id, BudgetMove.RELEASED, gross, committed=-of_committed, spent=of_committed - gross)


def _pass_on(rows: Sequence[BudgetPeriod], released: dict[int, Decimal]) -> None:
    """Later periods of budgets that carry over get what an earlier one has more now."""
    more: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        if not row.budget.carries_over:
            continue
        left = row.allotted - row.committed - row.spent
        got = more[row.budget_id]
        if got:
            BudgetPeriod.objects.filter(pk=row.pk).update(allotted=row.allotted + got, carried=row.carried + got)
        now = left + got + released.get(row.pk, ZERO)
        more[row.budget_id] = max(ZERO, now) - max(ZERO, left)
