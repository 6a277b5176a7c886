"""From which day on pieces of a product can be had, warehouse by warehouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from b2b_portal.core.calendar import add_working_days, is_working_day
from b2b_portal.core.working_days import moved_days
from catalog.queries.availability import WarehouseFree
from catalog.queries.transit import Incoming


@dataclass(frozen=True)
class Place:
    """A warehouse: free pieces and the working day on which they can be collected.

    `away` is how many calendar days off that is; `expected_on` when some come to a warehouse that has none free.
    """

    name: str
    free: int
    ready_on: date
    away: int
    expected_on: date | None


def places(warehouses: Sequence[WarehouseFree], incoming: Sequence[Incoming], at: datetime) -> tuple[Place, ...]:
    """The warehouses of one product with their days by Russia's calendar. One query, of the moved days."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    holidays = moved_days(at)
    found = []
    for one in warehouses:
        ready_on = _ready_on(today, one.lead_days, holidays)
        coming = (next_one for next_one in incoming if next_one.warehouse_name == one.name and not next_one.is_late)
        expected_on = next((next_one.expected_on for next_one in coming), None) if one.free <= 0 else None
        found.append(Place(one.name, one.free, ready_on, (ready_on - today).days, expected_on))
    return tuple(found)


def _ready_on(today: date, lead_days: int, holidays: Mapping[date, bool]) -> date:
    """So many working days on; what lies at hand is handed out on a working day too."""
    first = today
    while not is_working_day(first, holidays):
        first += timedelta(days=1)
    return add_working_days(first, lead_days, holidays)
