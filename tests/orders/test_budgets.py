"""Tables of the pure rules of budgets."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.enums import SpendPeriod
from orders.budgets import (
    MONTHS,
    Period,
    Scope,
    SpentLine,
    carried_over,
    charged,
    falls_under,
    is_warned,
    period_of,
    periods_between,
    will_end_on,
    with_delivery,
    working_days,
)

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
HOLIDAYS = {date(2026, 11, 4): False}
JANUARY = {date(2027, 1, day): False for day in range(1, 11)}


@pytest.mark.parametrize(
    ("kind", "day", "starts_on", "next_on"),
    [
        ("month", date(2026, 11, 1), date(2026, 11, 1), date(2026, 12, 1)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        ("quarter", date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        ("quarter", date(2026, 6, 30), date(2026, 4, 1), date(2026, 7, 1)),
        ("quarter", date(2026, 11, 17), date(2026, 10, 1), date(2027, 1, 1)),
        ("year", date(2026, 12, 31), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_period_of_names_the_first_day_and_the_first_of_the_next(kind, day, starts_on, next_on):
    assert period_of(kind, day) == Period(starts_on, next_on)


def test_every_kind_of_period_has_its_months():
    assert set(MONTHS) == set(SpendPeriod.values)
    assert period_of("month", date(2026, 2, 5)).last_day == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("kind", "earlier", "later", "periods"),
    [
        ("month", date(2026, 11, 30), date(2026, 11, 1), 0),
        ("month", date(2026, 11, 30), date(2026, 12, 1), 1),
        ("month", date(2025, 12, 31), date(2026, 3, 1), 3),
        ("quarter", date(2026, 1, 1), date(2026, 12, 31), 3),
        ("year", date(2024, 12, 31), date(2026, 1, 1), 2),
    ],
)
def test_periods_between_counts_whole_periods(kind, earlier, later, periods):
    assert periods_between(kind, earlier, later) == periods


@pytest.mark.parametrize(
    ("left", "skipped", "carried"), [("30", 0, "30"), ("0", 0, "0"), ("-5", 0, "0"), ("-5", 2, "200"), ("30", 1, "130")]
)
def test_carried_over_passes_on_what_is_left_and_forgets_what_was_too_much(left, skipped, carried):
    assert carried_over(Decimal(100), Decimal(left), skipped) == Decimal(carried)


@pytest.mark.parametrize(
    ("scope", "falls"),
    [
        (Scope(), True),
        (Scope(department_id=1), True),
        (Scope(department_id=2), False),
        (Scope(cost_centre_id=7), True),
        (Scope(cost_centre_id=8), False),
        (Scope(category_id=20), True),
        (Scope(category_id=10), True),  # the section above
        (Scope(category_id=30), False),
        (Scope(1, 7, 10), True),
        (Scope(1, 7, 30), False),
        (Scope(1, 8, 10), False),
    ],
)
def test_falls_under_fits_every_dimension_and_sections_from_the_root_down(scope, falls):
    assert falls_under(scope, 1, 7, (10, 20)) is falls


def test_falls_under_asks_for_a_department_that_the_order_has():
    assert not falls_under(Scope(department_id=1), None, None, ())
    assert falls_under(Scope(), None, None, ())


def test_with_delivery_shares_out_by_sums_and_gives_the_rest_to_the_largest():
    lines = [SpentLine((1,), Decimal("100.00")), SpentLine((2,), Decimal("200.00")), SpentLine((3,), Decimal("0.01"))]
    shared = [line.gross for line in with_delivery(lines, Decimal("10.00"))]
    assert shared == [Decimal("103.33"), Decimal("206.67"), Decimal("0.01")]
    assert sum(shared) == Decimal("310.01")


@pytest.mark.parametrize(("grosses", "delivery"), [(["0"], "5"), ([], "5"), (["7"], "0")])
def test_with_delivery_leaves_alone_what_cannot_be_shared(grosses, delivery):
    lines = [SpentLine((), Decimal(gross)) for gross in grosses]
    assert with_delivery(lines, Decimal(delivery)) == tuple(lines)


def test_charged_takes_a_line_from_every_budget_that_it_fits():
    scopes = {1: Scope(), 2: Scope(category_id=10), 3: Scope(category_id=11), 4: Scope(department_id=9)}
    lines = [SpentLine((10, 12), Decimal(5)), SpentLine((11,), Decimal(2)), SpentLine((10,), Decimal(1))]
    assert charged(scopes, None, None, lines) == {1: Decimal(8), 2: Decimal(6), 3: Decimal(2)}
    assert charged({}, None, None, lines) == {}


@pytest.mark.parametrize(("used", "warned"), [("79.99", False), ("80", True), ("120", True), ("0", False)])
def test_is_warned_from_the_threshold_on(used, warned):
    assert is_warned(Decimal(100), Decimal(used), 80) is warned
    assert is_warned(Decimal(0), Decimal(0), 80)


@pytest.mark.parametrize(
    ("today", "allotted", "used", "ends_on"),
    [
        # 9 working days of November until the 13th (the 4th is a holiday): 100 a day, 200 left
        (date(2026, 11, 13), "1100", "900", date(2026, 11, 17)),
        (date(2026, 11, 15), "1100", "900", date(2026, 11, 17)),  # a Sunday changes nothing
        (date(2026, 11, 13), "1050", "900", date(2026, 11, 17)),  # a part of a day is a day
        (date(2026, 11, 13), "2000", "900", date(2026, 11, 30)),  # 11 days left, 11 remain
        (date(2026, 11, 13), "2001", "900", None),
        (date(2026, 11, 13), "2000", "0", None),
        (date(2026, 11, 13), "900", "900", date(2026, 11, 13)),
        (date(2026, 11, 13), "800", "900", date(2026, 11, 13)),
        (date(2026, 11, 1), "1000", "500", date(2026, 11, 2)),  # spent on a Sunday: as in one working day
        (date(2026, 12, 1), "1100", "900", None),  # the period is over
        (date(2026, 10, 31), "1100", "900", None),
    ],
)
def test_will_end_on_counts_the_pace_by_working_days(today, allotted, used, ends_on):
    assert will_end_on(NOVEMBER, today, Decimal(allotted), Decimal(used), HOLIDAYS) == ends_on


def test_will_end_on_leaves_holidays_out():
    january = Period(date(2027, 1, 1), date(2027, 2, 1))
    # the first working day is Monday the 11th: 100 in it, 300 left
    assert will_end_on(january, date(2027, 1, 11), Decimal(400), Decimal(100), JANUARY) == date(2027, 1, 14)


def test_working_days_counts_both_ends_and_nothing_backwards():
    assert working_days(date(2026, 11, 2), date(2026, 11, 6), HOLIDAYS) == 4
    assert working_days(date(2026, 11, 6), date(2026, 11, 2), HOLIDAYS) == 0
