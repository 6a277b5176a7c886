"""Who waits for what."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from catalog.enums import BackorderState
from catalog.models import Backorder, Stock


@dataclass(frozen=True)
class Awaited:
    """Pieces still to come, and the day by which the last of them is expected; None: no day is known."""

    quantity: int
    expected_on: date | None


def awaited_of(holder: UUID) -> dict[int, Awaited]:
    """What a holder waits for, by product. One query."""
    waiting = Backorder.objects.filter(holder=holder, state=BackorderState.WAITING)
    return {one.product_id: Awaited(one.waiting, one.expected_on) for one in waiting}


def products_to_serve(limit: int = 200) -> list[int]:
    """Products that somebody waits for and that are free in stock, however they became free. One query."""
    waiting = Backorder.objects.filter(state=BackorderState.WAITING)
    free = Stock.objects.filter(product__in=waiting.values("product"), on_hand__gt=F("reserved"))
    return list(free.order_by("product").values_list("product", flat=True).distinct()[:limit])
