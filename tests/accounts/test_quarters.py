"""Calendar quarters by their first day."""

from datetime import date

import pytest

from accounts.quarters import last_day_of, quarter_after, quarter_before, quarter_of


@pytest.mark.parametrize(
    ("day", "first", "last", "before", "after"),
    [
        ("2026-01-01", "2026-01-01", "2026-03-31", "2025-10-01", "2026-04-01"),
        ("2028-02-29", "2028-01-01", "2028-03-31", "2027-10-01", "2028-04-01"),
        ("2026-06-30", "2026-04-01", "2026-06-30", "2026-01-01", "2026-07-01"),
        ("2026-07-01", "2026-07-01", "2026-09-30", "2026-04-01", "2026-10-01"),
        ("2026-12-31", "2026-10-01", "2026-12-31", "2026-07-01", "2027-01-01"),
    ],
)
def test_quarter_of_names_a_quarter_by_its_first_day(day: str, first: str, last: str, before: str, after: str) -> None:
    quarter_on = quarter_of(date.fromisoformat(day))
    found = (quarter_on, last_day_of(quarter_on), quarter_before(quarter_on), quarter_after(quarter_on))
    assert [one.isoformat() for one in found] == [first, last, before, after]
