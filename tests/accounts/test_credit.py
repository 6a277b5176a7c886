"""What may be deferred, until when, and from which day a debt forbids more."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.credit import deferrable_gross, due_day, forbids_from, free_gross, prepaid_gross


@pytest.mark.parametrize(
    ("gross", "percent", "prepaid"),
    [
        ("100.00", 100, "100.00"),
        ("100.00", 0, "0.00"),
        ("100.00", 30, "30.00"),
        ("0.01", 50, "0.01"),  # a half kopeck is rounded away from zero
        ("33.33", 33, "11.00"),
        ("99999999.99", 30, "30000000.00"),
    ],
)
def test_prepaid_and_deferrable_gross_are_the_whole(gross: str, percent: int, prepaid: str) -> None:
    assert prepaid_gross(Decimal(gross), percent) == Decimal(prepaid)
    assert deferrable_gross(Decimal(gross), percent) == Decimal(gross) - Decimal(prepaid)


@pytest.mark.parametrize(
    ("limit", "overrun", "held", "used", "free"),
    [(100, 0, 0, 0, 100), (100, 0, 40, 60, 0), (100, 20, 40, 60, 20), (100, 0, 40, 70, 0), (0, 0, 0, 0, 0)],
)
def test_free_gross_is_never_negative(limit: int, overrun: int, held: int, used: int, free: int) -> None:
    assert free_gross(Decimal(limit), Decimal(overrun), Decimal(held), Decimal(used)) == free


@pytest.mark.parametrize(
    ("shipped_on", "days", "due_on"),
    [("2026-11-23", 30, "2026-12-23"), ("2026-12-31", 0, "2026-12-31"), ("2028-02-15", 14, "2028-02-29")],
)
def test_due_day_counts_calendar_days(shipped_on: str, days: int, due_on: str) -> None:
    assert due_day(date.fromisoformat(shipped_on), days) == date.fromisoformat(due_on)


@pytest.mark.parametrize(("grace", "first"), [(0, "2026-12-24"), (5, "2026-12-29")])
def test_forbids_from_is_the_day_after_the_grace(grace: int, first: str) -> None:
    assert forbids_from(date(2026, 12, 23), grace) == date.fromisoformat(first)
