"""How a budget melted away, step by step of its period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DecimalField, F, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.enums import SpendPeriod
from b2b_portal.core.money import ZERO
from orders.budgets import Period, period_of
from orders.models import BudgetEntry
from orders.queries.budget_balances import Balance

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class BurnStep:
    """A week, or of a year a month, up to its last day; `left` is None for a step that has not begun."""

    first_day: date
    last_day: date
    used: Decimal
    left: Decimal | None
    is_current: bool


def burn_down(balance: Balance, today: date) -> tuple[BurnStep, ...]:
    """The steps of the period with what was left at the end of each. One query, none if nobody has ordered."""
    moves = _moves(balance)
    steps, left = [], balance.allotted
    for first, last in _spans(balance):
        used = sum((gross for day, gross in moves.items() if first <= day <= last), ZERO)
        left -= used
        steps.append(BurnStep(first, last, used, left if first <= today else None, first <= today <= last))
    return tuple(steps)


def _moves(balance: Balance) -> dict[date, Decimal]:
    """By day what was committed and spent, less what was given back; after the last day as on it."""
    if balance.row is None:
        return {}
    day = TruncDate("happened_at", tzinfo=timezone.get_default_timezone())
    taken = Sum(F("committed_delta") + F("spent_delta"), output_field=DecimalField())
    entries = BudgetEntry.objects.filter(period=balance.row).order_by().annotate(day=day).values("day")
    moves: dict[date, Decimal] = {}
    for on, gross in entries.annotate(taken=taken).values_list("day", "taken"):
        on = min(on, balance.period.last_day)
        moves[on] = moves.get(on, ZERO) + gross
    return moves


def _spans(balance: Balance) -> Iterator[tuple[date, date]]:
    period: Period = balance.period
    first = period.starts_on
    while first < period.next_on:
        if balance.budget.period == SpendPeriod.YEAR:
            following = period_of(SpendPeriod.MONTH, first).next_on
        else:
            following = min(first + _WEEK, period.next_on)
        yield first, following - timedelta(days=1)
        first = following
