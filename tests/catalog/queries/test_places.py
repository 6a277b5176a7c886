"""On which working day goods of a warehouse can be had."""

from datetime import date, datetime, timedelta

import pytest

from b2b_portal.core.models import Holiday
from catalog.queries.availability import WarehouseFree
from catalog.queries.places import Place, places
from catalog.queries.transit import Incoming

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def warehouse(lead_days: int = 0, free: int = 5, name: str = "Main") -> WarehouseFree:
    return WarehouseFree(1, name.lower(), name, lead_days, free)


@pytest.mark.parametrize(
    ("days_from_monday", "lead_days", "ready_on"),
    [
        (0, 0, date(2026, 11, 23)),
        (0, 1, date(2026, 11, 24)),
        (0, 3, date(2026, 11, 26)),
        (4, 1, date(2026, 11, 30)),  # Friday: the next working day is Monday
        (4, 3, date(2026, 12, 2)),
        (5, 0, date(2026, 11, 30)),  # Saturday: nothing is handed out before Monday
        (5, 1, date(2026, 12, 1)),
    ],
)
def test_places_counts_working_days(now: datetime, days_from_monday: int, lead_days: int, ready_on: date) -> None:
    at = now + timedelta(days=days_from_monday)
    (place,) = places([warehouse(lead_days)], (), at)
    assert (place.ready_on, place.away) == (ready_on, (ready_on - at.date()).days)


def test_places_knows_moved_days(now: datetime) -> None:
    Holiday.objects.update_or_create(day=MONDAY, defaults={"is_working": False})
    Holiday.objects.update_or_create(day=date(2026, 11, 28), defaults={"is_working": True})
    assert places([warehouse()], (), now)[0].ready_on == date(2026, 11, 24)
    friday = now + timedelta(days=4)
    assert places([warehouse(1)], (), friday)[0].ready_on == date(2026, 11, 28)


def test_places_says_when_an_empty_warehouse_is_filled(now: datetime) -> None:
    late = Incoming(MONDAY - timedelta(days=2), "Main", 5, 5, is_late=True)
    soon = Incoming(MONDAY + timedelta(days=2), "Main", 5, 5, is_late=False)
    later = Incoming(MONDAY + timedelta(days=9), "Main", 5, 5, is_late=False)
    empty, full = warehouse(free=0), warehouse(free=5)
    assert places([empty], [late, soon, later], now) == (Place("Main", 0, MONDAY, 0, soon.expected_on),)
    assert places([empty], [late], now)[0].expected_on is None
    assert places([full], [soon], now)[0].expected_on is None
    assert places([warehouse(free=0, name="Spb")], [soon], now)[0].expected_on is None
