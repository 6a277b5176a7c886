"""Change a budget."""

from datetime import date, datetime
from decimal import Decimal

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.money import ZERO
from orders.actions.add_budget import free_name
from orders.budgets import period_of
from orders.models import Budget, BudgetPeriod
from orders.queries.budget_balances import shop_day


def change_budget(
    *,
    budget: Budget,
    name: str,
    amount_gross: Decimal,
    carries_over: bool,
    is_hard: bool,
    warn_percent: int,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Budget:
    """Changes the sum and the rules, from the running period on; what the budget is for stays.

    Less than is used already takes nothing back: a hard budget then lets no more orders pass. Locks: the company, the
    running period. Raises NotAllowed, BudgetKnown.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.MANAGE_RULES, company)
        changed = Budget.objects.select_for_update(no_key=True).get(pk=budget.pk, company=company)
        changed.name = free_name(company, name, changed)
        changed.amount_gross, changed.carries_over, changed.is_hard = amount_gross, carries_over, is_hard
        changed.warn_percent, changed.valid_until = warn_percent, valid_until
        changed.save()
        running = period_of(changed.period, shop_day(at)).starts_on
        for row in BudgetPeriod.objects.select_for_update(no_key=True).filter(budget=changed, starts_on=running):
            row.is_hard, row.allotted = is_hard, amount_gross + row.carried
            row.overrun = max(ZERO, row.committed + row.spent - row.allotted) if is_hard else ZERO
            row.save(update_fields=["is_hard", "allotted", "overrun"])
        return changed
