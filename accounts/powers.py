"""How long a power of attorney is good."""

from calendar import isleap
from datetime import date


def last_day(issued_on: date, valid_until_on: date | None) -> date:
    """The last day on which it is good: as it says, else the same day of the next year (art. 186 and 192 ГК РФ)."""
    if valid_until_on:
        return valid_until_on
    day = 28 if (issued_on.month, issued_on.day) == (2, 29) and not isleap(issued_on.year + 1) else issued_on.day
    return issued_on.replace(year=issued_on.year + 1, day=day)
