"""Working days of Russia: Monday to Friday, but for the days that the government moved."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

DayOrMoment = TypeVar("DayOrMoment", date, datetime)

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Mapping[date, bool]) -> bool:
    """Tells whether people work that day: as `holidays` (day -> is working) says, else Monday to Friday."""
    return holidays.get(day, day.weekday() < _SATURDAY)


def add_working_days(start: DayOrMoment, days: int, holidays: Mapping[date, bool]) -> DayOrMoment:
    """The start moved on by so many working days, at the same time of day; the start's own day does not count.

    Three working days from Friday end on Wednesday; 0 is the start itself, be it a holiday. A moment's day is that of
    its time zone, so give it in the seller's. Raises ValueError for negative days, OverflowError beyond year 9999.
    """
    if days < 0:
        raise ValueError(f"{days} working days cannot be added")
    while days:
        start += _DAY
        days -= is_working_day(start.date() if isinstance(start, datetime) else start, holidays)
    return start
