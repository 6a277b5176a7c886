"""Where budgets stand: what each of them has in the period that holds a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from accounts.models import Company
from b2b_portal.core.money import ZERO
from orders.budgets import Period, SpentLine, carried_over, is_warned, period_of, periods_between, with_delivery
from orders.enums import LineKind
from orders.models import Budget, BudgetEntry, BudgetPeriod, Order

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Balance:
    """A budget in one period; `row` is None while no order was charged to it there."""

    budget: Budget
    period: Period
    allotted: Decimal
    carried: Decimal
    committed: Decimal
    spent: Decimal
    row: BudgetPeriod | None = None

    @property
    def used(self) -> Decimal:
        return self.committed + self.spent

    @property
    def left(self) -> Decimal:
        """What may still be spent; below zero where more was allowed."""
        return self.allotted - self.used

    @property
    def percent(self) -> Decimal:
        """How much is used, of a hundred and beyond."""
        if not self.allotted:
            return _HUNDRED
        return self.used * _HUNDRED / self.allotted

    @property
    def is_warned(self) -> bool:
        return is_warned(self.allotted, self.used, self.budget.warn_percent)


def balances_on(budgets: Iterable[Budget], day: date) -> list[Balance]:
    """The balances of the budgets in their periods that hold the day, in their order. One query, none without budgets.

    A period nobody has ordered in yet is reckoned as it would be opened.
    """
    listed = list(budgets)
    rows = _latest_rows(listed, day) if listed else {}
    return [_balance(budget, rows.get(budget.pk), day) for budget in listed]


def company_balances(company: Company, day: date) -> list[Balance]:
    """The balances of all budgets of the company that are valid that day. Two queries, one without budgets."""
    budgets = Budget.objects.filter(company=company).valid_on(day)
    return balances_on(budgets.select_related("department", "cost_centre", "category"), day)


def past_balances(budget: Budget, before: date) -> list[Balance]:
    """The periods before a day that orders were charged to, the latest first, a year of months at most. One query."""
    rows = BudgetPeriod.objects.filter(budget=budget, starts_on__lt=before).order_by("-starts_on")
    return [_of_row(budget, row) for row in rows[:12]]


def order_lines(order: Order) -> tuple[SpentLine, ...]:
    """The live goods of an order as budgets are charged for them, its delivery shared out. One query."""
    rows = order.lines.live().order_by("position").values_list("kind", "gross", "product__category__lineage")
    goods, delivery = [], ZERO
    for kind, gross, lineage in rows:
        if kind == LineKind.GOODS:
            goods.append(SpentLine(tuple(lineage), gross))
        else:
            delivery += gross
    return with_delivery(goods, delivery)


def shop_day(at: datetime) -> date:
    """The day of a moment in the shop's time zone: by it an order falls into a period."""
    return timezone.localdate(at, timezone.get_default_timezone())


def held_by(order: Order) -> dict[int, tuple[Decimal, Decimal]]:
    """By period what the order has committed and spent of it, as its entries say. One query."""
    entries = BudgetEntry.objects.filter(holder=order.uid).order_by().values("period")
    sums = entries.annotate(committed=Sum("committed_delta"), spent=Sum("spent_delta"))
    return {period: (committed, spent) for period, committed, spent in sums.values_list("period", "committed", "spent")}


def _latest_rows(budgets: list[Budget], day: date) -> Mapping[int, BudgetPeriod]:
    rows = BudgetPeriod.objects.filter(budget__in=budgets, starts_on__lte=day)
    return {row.budget_id: row for row in rows.order_by("budget_id", "-starts_on").distinct("budget_id")}


def _balance(budget: Budget, row: BudgetPeriod | None, day: date) -> Balance:
    period = period_of(budget.period, day)
    if row is not None and row.starts_on == period.starts_on:
        return _of_row(budget, row)
    carried = _carried(budget, row, day) if budget.carries_over else ZERO
    return Balance(budget, period, budget.amount_gross + carried, carried, ZERO, ZERO)


def _carried(budget: Budget, row: BudgetPeriod | None, day: date) -> Decimal:
    """What a period gets from those before it: from the last that was opened, and from all nobody ordered in."""
    if row is None:
        return carried_over(budget.amount_gross, ZERO, periods_between(budget.period, budget.valid_from, day))
    skipped = periods_between(budget.period, row.starts_on, day) - 1
    return carried_over(budget.amount_gross, row.allotted - row.committed - row.spent, skipped)


def _of_row(budget: Budget, row: BudgetPeriod) -> Balance:
    period = period_of(budget.period, row.starts_on)
    return Balance(budget, period, row.allotted, row.carried, row.committed, row.spent, row)
