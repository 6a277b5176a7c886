"""How many are free, asked at a moment: a reservation that ran out counts as free at once, cleared or not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.enums import ReservationState
from catalog.models import Reservation, Stock


@dataclass(frozen=True)
class WarehouseFree:
    """Free pieces of one product in one warehouse."""

    warehouse_id: int
    code: str
    name: str
    lead_days: int
    free: int


def with_free(stocks: QuerySet[Stock], at: datetime) -> QuerySet[Any]:
    """Annotates stock rows with `free`: on hand minus the reservations active at the moment."""
    run_out = (
        Reservation.objects.filter(stock=OuterRef("pk"), state=ReservationState.ACTIVE, until__lte=at)
        .order_by()
        .values("stock")
        .annotate(pieces=Sum("quantity"))
        .values("pieces")
    )
    return stocks.annotate(
        free=F("on_hand") - F("reserved") + Coalesce(Subquery(run_out, output_field=IntegerField()), 0)
    )


def free_by_warehouse(product_ids: Iterable[int], at: datetime) -> dict[int, tuple[WarehouseFree, ...]]:
    """Free pieces per warehouse in the shop's order of warehouses. One query."""
    stocks = (
        with_free(Stock.objects.filter(product_id__in=list(product_ids)), at)
        .order_by("warehouse__position", "warehouse__code")
        .values_list("product_id", "warehouse_id", "warehouse__code", "warehouse__name", "warehouse__lead_days", "free")
    )
    found: dict[int, list[WarehouseFree]] = defaultdict(list)
    for product_id, *facts in stocks:
        found[product_id].append(WarehouseFree(*facts))
    return {product_id: tuple(rows) for product_id, rows in found.items()}


def free_of(product_ids: Iterable[int] | QuerySet[Any], at: datetime) -> dict[int, int]:
    """Free pieces in all warehouses together, of those products that have any. One query."""
    wanted = product_ids if isinstance(product_ids, QuerySet) else list(product_ids)
    stocks = with_free(Stock.objects.filter(product__in=wanted), at).values_list("product_id", "free")
    found: dict[int, int] = defaultdict(int)
    for product_id, free in stocks:
        found[product_id] += max(free, 0)
    return {product_id: pieces for product_id, pieces in found.items() if pieces}
