"""What is on its way, and how much of it nobody waits for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.enums import BackorderState
from catalog.models import Backorder, Transit


@dataclass(frozen=True)
class Incoming:
    """Pieces of one product that reach a warehouse on a day; `free` of them nobody waits for.

    `is_late`: the day is over and nothing was received.
    """

    expected_on: date
    warehouse_name: str
    quantity: int
    free: int
    is_late: bool


def in_transit(product_ids: Iterable[int], at: datetime) -> dict[int, tuple[Incoming, ...]]:
    """What is on its way to any warehouse, the earliest first; a product with nothing on its way is absent. One query.

    Who waits is served by what comes first, so the earliest arrivals are free last.
    """
    today = timezone.localdate(at, timezone.get_default_timezone())
    rows = (
        _with_waiting(Transit.objects.filter(product_id__in=list(product_ids)))
        .order_by("product_id", "expected_on", "id")
        .values_list("product_id", "waiting", "expected_on", "warehouse__name", "quantity")
    )
    found: dict[int, list[Incoming]] = defaultdict(list)
    taken: dict[int, int] = defaultdict(int)
    for product_id, waiting, expected_on, warehouse_name, quantity in rows:
        promised = min(quantity, waiting - taken[product_id])
        taken[product_id] += promised
        found[product_id].append(
            Incoming(expected_on, warehouse_name, quantity, quantity - promised, expected_on < today)
        )
    return {product_id: tuple(incoming) for product_id, incoming in found.items()}


def _with_waiting(transits: QuerySet[Transit]) -> QuerySet[Any]:
    """Annotates rows with `waiting`: the pieces of their product that orders wait for."""
    queue = (
        Backorder.objects.filter(product=OuterRef("product"), state=BackorderState.WAITING)
        .order_by()
        .values("product")
        .annotate(pieces=Sum(F("quantity") - F("arrived")))
        .values("pieces")
    )
    return transits.annotate(waiting=Coalesce(Subquery(queue, output_field=IntegerField()), 0))
