"""Working days of Russia as the table of holidays knows them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from b2b_portal.core.calendar import add_working_days
from b2b_portal.core.models import Holiday


def working_days_later(at: datetime, days: int) -> datetime:
    """The same time of day, so many working days on, counted in the shop's time zone. One query."""
    return add_working_days(timezone.localtime(at, timezone.get_default_timezone()), days, moved_days(at))


def moved_days(at: datetime) -> Mapping[date, bool]:
    """The moved days from a moment on (day -> is working), for the pure calendar. One query."""
    return dict(Holiday.objects.filter(day__gte=at.date()).values_list("day", "is_working"))
