"""Commit budgets for an order."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import names_of_those_who_can
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from orders.actions.move_budget import BudgetChange, move_budget
from orders.budgets import charged
from orders.enums import BudgetMove
from orders.models import BudgetEntry, BudgetPeriod, Order
from orders.queries.budget_balances import Balance, company_balances, order_lines, shop_day


class BudgetExceeded(RuleBroken):
    """A hard budget has less left than the order takes. Facts: budget, left, until, gross, who."""

    message = _(
        "The budget “%(budget)s” has %(left)s ₽ left until %(until)s, this order takes %(gross)s ₽ of it. "
        "Who can lift it: %(who)s."
    )
    code = "budget_exceeded"


def commit_budget(*, order: Order, by: Actor, at: datetime, may_exceed: bool = False) -> None:
    """Takes what an order costs, delivery shared out over its lines, from every budget that its lines fall under.

    The period is that of the day on which the order was sent. A soft budget warns and lets pass; so does a hard one
    with `may_exceed`, for somebody decides on the order. Done once for an order, however often it is called. Locks: the
    periods by key. Raises BudgetExceeded.
    """
    with change(by, at):
        balances = {one.budget.pk: one for one in company_balances(order.company, shop_day(order.placed_at))}
        if not balances:
            return
        scopes = {pk: one.budget.scope for pk, one in balances.items()}
        sums = charged(scopes, order.department_id, order.cost_centre_id, order_lines(order))
        if not sums or BudgetEntry.objects.filter(holder=order.uid).exists():
            return
        periods = lock_periods([balances[pk] for pk in sums])
        if not may_exceed:
            check_left(order, periods, balances, sums)
        changes = [
            BudgetChange(one.pk, BudgetMove.COMMITTED, sums[one.budget_id], committed=sums[one.budget_id])
            for one in periods
        ]
        move_budget(changes=changes, order=order, by=by, at=at, may_exceed=may_exceed)


def lock_periods(balances: list[Balance]) -> list[BudgetPeriod]:
    """Opens the periods that are not there yet, and locks them all by key as they are now."""
    BudgetPeriod.objects.bulk_create(
        [
            BudgetPeriod(
                budget=one.budget,
                starts_on=one.period.starts_on,
                is_hard=one.budget.is_hard,
                allotted=one.allotted,
                carried=one.carried,
            )
            for one in balances
            if one.row is None
        ],
        ignore_conflicts=True,  # another order may just have opened it
    )
    wanted = {(one.budget.pk, one.period.starts_on) for one in balances}
    rows = BudgetPeriod.objects.filter(
        budget__in=[pk for pk, _day in wanted], starts_on__in=[day for _pk, day in wanted]
    )
    locked = rows.select_for_update(no_key=True).order_by("pk")
    return [row for row in locked if (row.budget_id, row.starts_on) in wanted]


def check_left(
    order: Order, periods: list[BudgetPeriod], balances: Mapping[int, Balance], sums: Mapping[int, Decimal]
) -> None:
    """Returns if every locked period has as much left as its budget is to give. Raises BudgetExceeded."""
    for row in periods:
        left = row.allotted - row.committed - row.spent
        if row.is_hard and sums[row.budget_id] > left:
            raise BudgetExceeded(
                budget=balances[row.budget_id].budget.name,
                left=left,
                until=balances[row.budget_id].period.last_day,
                gross=sums[row.budget_id],
                who=", ".join(names_of_those_who_can(Permission.MANAGE_RULES, order.company)) or "—",
            )
