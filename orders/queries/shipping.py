"""From where and when the goods of a cart leave."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from catalog.queries.availability import WarehouseFree, free_by_warehouse
from catalog.queries.awaiting import expected_for


@dataclass(frozen=True)
class Part:
    """Pieces that leave in so many days, and the warehouses they lie in."""

    quantity: int
    lead_days: int
    warehouses: tuple[str, ...]


@dataclass(frozen=True)
class Shipping:
    """What is there of the pieces asked for, and by when the missing rest comes; None: no day is known."""

    parts: tuple[Part, ...] = ()
    free: int = 0
    missing: int = 0
    expected_on: date | None = None

    @property
    def is_one_part(self) -> bool:
        return len(self.parts) == 1 and not self.missing


def shipping_of(wanted: Mapping[int, int], at: datetime) -> dict[int, Shipping]:
    """How the quantities of products (id -> pieces) ship, the nearest warehouses first, as a reservation takes them.

    One query, two more if something is missing. A day that is over is no promise.
    """
    stocks = free_by_warehouse(wanted, at)
    free = {pk: sum(max(0, one.free) for one in stocks.get(pk, ())) for pk in wanted}
    missing = {pk: pieces - free[pk] for pk, pieces in wanted.items() if pieces > free[pk]}
    days = expected_for(missing)
    today = timezone.localdate(at, timezone.get_default_timezone())
    return {
        pk: Shipping(_parts(stocks.get(pk, ()), pieces), free[pk], missing.get(pk, 0), _promise(days.get(pk), today))
        for pk, pieces in wanted.items()
    }


def _parts(stocks: tuple[WarehouseFree, ...], pieces: int) -> tuple[Part, ...]:
    taken: dict[int, int] = defaultdict(int)
    names: dict[int, list[str]] = defaultdict(list)
    for stock in stocks:
        part = min(pieces, stock.free)
        if part > 0:
            taken[stock.lead_days] += part
            names[stock.lead_days].append(stock.name)
            pieces -= part
    return tuple(Part(taken[days], days, tuple(names[days])) for days in sorted(taken))


def _promise(day: date | None, today: date) -> date | None:
    return day if day and day >= today else None
