"""Pure: periods of budgets, which budgets a line falls under, what is carried over, and when a budget will end.

A budget names a department, a cost centre and a category; one that it leaves open is any. A line falls under every
budget that it fits, and is charged to each of them. The rule in prose: docs/budgets.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from b2b_portal.core.calendar import add_working_days, is_working_day
from b2b_portal.core.money import ZERO, exact_product, to_cents

# Keys are the values of accounts.enums.SpendPeriod
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
_DAY = timedelta(days=1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, quarter or year: its first day, and the first day of the next one."""

    starts_on: date
    next_on: date

    @property
    def last_day(self) -> date:
        return self.next_on - _DAY


@dataclass(frozen=True, slots=True)
class Scope:
    """What a budget is for, by keys; None is any."""

    department_id: int | None = None
    cost_centre_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class SpentLine:
    """Goods of an order: the sections they stand in, from the root down, and their sum with VAT."""

    lineage: tuple[int, ...]
    gross: Decimal


def period_of(kind: str, day: date) -> Period:
    """The period that holds the day. Raises KeyError for a kind that does not exist."""
    months = MONTHS[kind]
    first = day.year * 12 + (day.month - 1) // months * months
    return Period(_first_of(first), _first_of(first + months))


def periods_between(kind: str, earlier: date, later: date) -> int:
    """How many whole periods lie from the one that holds the earlier day to the one that holds the later."""
    return (_month(period_of(kind, later).starts_on) - _month(period_of(kind, earlier).starts_on)) // MONTHS[kind]


def carried_over(amount: Decimal, left: Decimal, skipped: int) -> Decimal:
    """What a period gets on top of its amount: what the last one left, and the amounts of those nobody spent from.

    What was spent too much is not carried over: it was allowed, and is over.
    """
    return max(ZERO, left) + amount * skipped


def falls_under(scope: Scope, department_id: int | None, cost_centre_id: int | None, lineage: Sequence[int]) -> bool:
    """Whether goods of these sections, ordered for this department and cost centre, are charged to the budget."""
    return (
        scope.department_id in (None, department_id)
        and scope.cost_centre_id in (None, cost_centre_id)
        and (scope.category_id is None or scope.category_id in lineage)
    )


def with_delivery(lines: Sequence[SpentLine], delivery_gross: Decimal) -> tuple[SpentLine, ...]:
    """The lines with the delivery shared out by their sums, rounded down to a kopeck; the largest takes the rest.

    Of equal lines the first is the largest. Nothing is shared out over nothing.
    """
    total = sum((line.gross for line in lines), ZERO)
    if not delivery_gross or not total:
        return tuple(lines)
    shares = [_rounded_down(exact_product(delivery_gross, line.gross) / total) for line in lines]
    largest = max(range(len(lines)), key=lambda at: lines[at].gross)
    shares[largest] += delivery_gross - sum(shares, ZERO)
    return tuple(SpentLine(line.lineage, line.gross + share) for line, share in zip(lines, shares, strict=True))


def charged(
    scopes: Mapping[int, Scope], department_id: int | None, cost_centre_id: int | None, lines: Iterable[SpentLine]
) -> dict[int, Decimal]:
    """By budget the sum that the lines take from it; budgets that they leave alone are absent."""
    sums: dict[int, Decimal] = {}
    for line in lines:
        for key, scope in scopes.items():
            if falls_under(scope, department_id, cost_centre_id, line.lineage):
                sums[key] = sums.get(key, ZERO) + line.gross
    return {key: gross for key, gross in sums.items() if gross}


def is_warned(allotted: Decimal, used: Decimal, warn_percent: int) -> bool:
    """Whether so much is used that the budget warns; a budget of nothing always does."""
    return used * _HUNDRED >= allotted * warn_percent


def will_end_on(
    period: Period, today: date, allotted: Decimal, used: Decimal, holidays: Mapping[date, bool]
) -> date | None:
    """The working day on which the budget runs out if it is used on as until today; None if it lasts to the end.

    Pace is counted by working days, today included, for companies buy on them: a budget of January would else end in
    its holidays. What is used up already ends today.
    """
    left = allotted - used
    if left <= 0:
        return today
    if used <= 0 or not period.starts_on <= today < period.next_on:
        return None
    worked = max(1, working_days(period.starts_on, today, holidays))
    days = int((left * worked / used).to_integral_value(ROUND_CEILING))
    if days > working_days(today + _DAY, period.last_day, holidays):
        return None
    return add_working_days(today, days, holidays)


def working_days(first: date, last: date, holidays: Mapping[date, bool]) -> int:
    """How many working days lie between two days, both included; none where the last comes before the first."""
    days = (last - first).days + 1
    return sum(is_working_day(first + timedelta(days=n), holidays) for n in range(days))


def _rounded_down(amount: Decimal) -> Decimal:
    nearest = to_cents(amount)
    return nearest if nearest <= amount else nearest - Decimal("0.01")


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
