"""Which budgets and personal limits an order would take over: a fact that rules of approval ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Company, CostCentre, Department, User
from orders.budgets import SpentLine, charged
from orders.queries.budget_balances import Balance, company_balances, shop_day
from orders.queries.personal_limits import PersonalBalance, personal_balances


@dataclass(frozen=True)
class TouchedBudget:
    """A budget that an order is charged to, and for how much."""

    balance: Balance
    gross: Decimal

    @property
    def name(self) -> str:
        return self.balance.budget.name

    @property
    def left(self) -> Decimal:
        """What the budget has before the order."""
        return self.balance.left

    @property
    def left_after(self) -> Decimal:
        return self.balance.left - self.gross

    @property
    def until(self) -> date:
        """The last day of the period."""
        return self.balance.period.last_day

    @property
    def is_over(self) -> bool:
        return self.left_after < 0

    @property
    def is_refused(self) -> bool:
        """Whether the budget lets the order pass only if somebody decides so."""
        return self.is_over and self.balance.budget.is_hard

    @property
    def used_percent(self) -> Decimal:
        """How much is used with the order, of a hundred and beyond."""
        allotted = self.balance.allotted
        return (self.balance.used + self.gross) * 100 / allotted if allotted else Decimal(100)

    @property
    def is_warned(self) -> bool:
        return self.used_percent >= self.balance.budget.warn_percent


def touched_budgets(
    *,
    company: Company,
    department: Department | None,
    cost_centre: CostCentre | None,
    lines: Sequence[SpentLine],
    at: datetime,
) -> tuple[TouchedBudget, ...]:
    """What an order of these lines, with their shares of the delivery, would take from which budgets. Two queries."""
    balances = {one.budget.pk: one for one in company_balances(company, shop_day(at))}
    scopes = {pk: one.budget.scope for pk, one in balances.items()}
    places = (department.pk if department else None, cost_centre.pk if cost_centre else None)
    sums = charged(scopes, *places, lines)
    return tuple(TouchedBudget(balances[pk], sums[pk]) for pk in balances if pk in sums)


def over_budget(
    *,
    company: Company,
    department: Department | None,
    cost_centre: CostCentre | None,
    lines: Sequence[SpentLine],
    at: datetime,
) -> tuple[TouchedBudget, ...]:
    """The budgets, soft and hard, that such an order would take over; asked before it is committed. Two queries."""
    touched = touched_budgets(company=company, department=department, cost_centre=cost_centre, lines=lines, at=at)
    return tuple(one for one in touched if one.is_over)


def over_personal_limit(company: Company, person: User, gross: Decimal, at: datetime) -> tuple[PersonalBalance, ...]:
    """The person's limits that an order of this sum would take over; asked before it is placed. At most two queries."""
    return tuple(one for one in personal_balances(company, person, at) if gross > one.left)
