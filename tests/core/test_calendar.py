from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.calendar import add_working_days, is_working_day

MOSCOW = ZoneInfo("Europe/Moscow")
# Holidays of the usual kind, and a Saturday made to work for a Monday.
HOLIDAYS = {
    date(2026, 11, 4): False,
    date(2026, 12, 31): False,
    **{date(2027, 1, day): False for day in range(1, 9)},
    date(2027, 2, 20): True,
    date(2027, 2, 22): False,
    date(2027, 2, 23): False,
}


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23", 3, "2026-11-26"),  # Monday
        ("2026-11-27", 3, "2026-12-02"),  # Friday, over a weekend
        ("2026-11-28", 1, "2026-11-30"),  # Saturday
        ("2026-11-29", 3, "2026-12-02"),  # Sunday
        ("2026-11-03", 1, "2026-11-05"),  # over a holiday in the week
        ("2026-12-30", 1, "2027-01-11"),  # the long holidays, then a weekend
        ("2026-12-30", 3, "2027-01-13"),
        ("2027-02-19", 1, "2027-02-20"),  # the Saturday that works
        ("2027-02-20", 1, "2027-02-24"),  # instead of this Monday
        ("2026-11-28", 0, "2026-11-28"),
        ("2028-02-28", 2, "2028-03-01"),
        ("2026-11-23", 100, "2027-04-22"),  # 20 weeks, 9 days off and one Saturday at work
    ],
)
def test_add_working_days_table(start: str, days: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), days, HOLIDAYS) == date.fromisoformat(end)


def test_add_working_days_keeps_the_time_of_day_and_the_zone() -> None:
    placed = datetime(2026, 11, 27, 23, 30, tzinfo=MOSCOW)
    assert add_working_days(placed, 3, HOLIDAYS) == datetime(2026, 12, 2, 23, 30, tzinfo=MOSCOW)
    assert add_working_days(datetime(2026, 11, 27, 9), 1, {}) == datetime(2026, 11, 30, 9)


def test_add_working_days_counts_days_of_the_moments_zone() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=MOSCOW).astimezone(
        ZoneInfo("Asia/Vladivostok")
    )  # there it is Saturday
    assert add_working_days(late, 1, {}).date() == date(2026, 11, 30)
    assert add_working_days(late.astimezone(MOSCOW), 1, {}).date() == date(2026, 11, 30)
    assert add_working_days(late, 1, {}) != add_working_days(late.astimezone(MOSCOW), 1, {})


def test_add_working_days_refuses_to_go_back() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        add_working_days(date(2026, 11, 23), -1, {})


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-11-23", True), ("2026-11-28", False), ("2026-11-29", False), ("2026-11-04", False), ("2027-02-20", True)],
)
def test_is_working_day_table(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), HOLIDAYS) is works


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_add_working_days_ends_on_a_working_day_after_so_many(start: date, days: int) -> None:
    end = add_working_days(start, days, HOLIDAYS)
    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert is_working_day(end, HOLIDAYS)
    assert sum(is_working_day(day, HOLIDAYS) for day in between) == days
