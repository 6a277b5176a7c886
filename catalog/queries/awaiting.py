"""Who waits for what."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Sum

from catalog.awaiting import expected_days
from catalog.enums import BackorderState
from catalog.models import Backorder, Stock, Transit


@dataclass(frozen=True)
class Awaited:
    """Pieces still to come, and the day by which the last of them is expected; None: no day is known."""

    quantity: int
    expected_on: date | None


def awaited_of(holder: UUID) -> dict[int, Awaited]:
    """What a holder waits for, by product. One query."""
    waiting = Backorder.objects.filter(holder=holder, state=BackorderState.WAITING)
    return {one.product_id: Awaited(one.waiting, one.expected_on) for one in waiting}


def expected_for(missing: Mapping[int, int]) -> dict[int, date | None]:
    """The day by which so many pieces of each product come to whoever asks now, behind all who wait; None: not known.

    Two queries, none when nothing is missing.
    """
    if not missing:
        return {}
    arrivals: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for transit in Transit.objects.filter(product_id__in=list(missing)):
        arrivals[transit.product_id].append((transit.expected_on, transit.quantity))
    waiting = Backorder.objects.filter(product_id__in=list(missing), state=BackorderState.WAITING).order_by()
    ahead = dict(
        waiting.values("product_id").annotate(n=Sum(F("quantity") - F("arrived"))).values_list("product_id", "n")
    )
    return {
        product_id: expected_days(arrivals[product_id], [ahead.get(product_id, 0), pieces])[-1]
        for product_id, pieces in missing.items()
    }


def products_to_serve(limit: int = 200) -> list[int]:
    """Products that somebody waits for and that are free in stock, however they became free. One query."""
    waiting = Backorder.objects.filter(state=BackorderState.WAITING)
    free = Stock.objects.filter(product__in=waiting.values("product"), on_hand__gt=F("reserved"))
    return list(free.order_by("product").values_list("product", flat=True).distinct()[:limit])
