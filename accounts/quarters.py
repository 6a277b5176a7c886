"""Pure: calendar quarters in the shop's time zone, each named by its first day."""

from datetime import date, datetime, timedelta, tzinfo

MONTHS = 3


def quarter_of(day: date) -> date:
    """The first day of the quarter that holds the day."""
    return date(day.year, day.month - (day.month - 1) % MONTHS, 1)


def quarter_after(first_day: date) -> date:
    """The first day of the next quarter."""
    months = first_day.year * 12 + first_day.month - 1 + MONTHS
    return date(months // 12, months % 12 + 1, 1)


def quarter_before(first_day: date) -> date:
    """The first day of the quarter before."""
    return quarter_of(first_day - timedelta(days=1))


def last_day_of(first_day: date) -> date:
    """The last day of a quarter."""
    return quarter_after(first_day) - timedelta(days=1)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment at which the day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
