"""Reserve goods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.expire_reservations import expire_locked
from catalog.actions.move_stock import Move, move_stock
from catalog.enums import MovementKind
from catalog.models import Reservation, Stock


class OutOfStock(RuleBroken):
    """Less is free than asked. Facts: shortages = {product id: pieces free now}."""

    message = _("There is not enough in stock for %(count)s lines.")
    code = "out_of_stock"


@dataclass(frozen=True)
class Allocation:
    """Which stock row gives how many pieces, in the order of keys, and what is free of the products that fall short."""

    parts: tuple[tuple[Stock, int], ...]
    shortages: Mapping[int, int]


def reserve_stock(
    *, holder: UUID, wanted: Mapping[int, int], until: datetime, by: Actor, at: datetime
) -> list[Reservation]:
    """Holds pieces of products (id -> quantity) for `holder` until a moment, from the nearest warehouses first.

    All or nothing. Locks: the products' stock rows, by primary key. Raises OutOfStock with what is free.
    """
    with change(by, at):
        stocks = lock_stocks(wanted)
        expire_locked(stocks, by=by, at=at)
        allocation = allocate(stocks, wanted)
        if allocation.shortages:
            raise OutOfStock(count=len(allocation.shortages), shortages=dict(allocation.shortages))
        return hold(allocation.parts, holder=holder, until=until, by=by, at=at)


def lock_stocks(product_ids: Iterable[int]) -> list[Stock]:
    """The products' stock rows, locked in the order of keys: two carts in opposite order cannot deadlock."""
    rows = Stock.objects.filter(product_id__in=list(product_ids)).select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("warehouse").order_by("pk"))


def allocate(stocks: Iterable[Stock], wanted: Mapping[int, int]) -> Allocation:
    """Divides what is wanted among locked stock rows, the nearest warehouse first, as far as they reach."""
    by_product: dict[int, list[Stock]] = defaultdict(list)
    for stock in sorted(stocks, key=lambda one: (one.warehouse.position, one.pk)):
        by_product[stock.product_id].append(stock)
    parts: list[tuple[Stock, int]] = []
    shortages: dict[int, int] = {}
    for product_id, quantity in wanted.items():
        free = sum(stock.on_hand - stock.reserved for stock in by_product[product_id])
        if free < quantity:
            shortages[product_id] = free
        parts += _parts(by_product[product_id], quantity)
    return Allocation(tuple(sorted(parts, key=lambda part: part[0].pk)), shortages)


def hold(
    parts: Sequence[tuple[Stock, int]], *, holder: UUID, until: datetime, by: Actor, at: datetime
) -> list[Reservation]:
    """Writes reservations of locked stock rows; inside the caller's change()."""
    move_stock([Move(stock, MovementKind.RESERVE, reserved=pieces) for stock, pieces in parts], holder, by, at)
    return Reservation.objects.bulk_create(
        Reservation(stock=stock, holder=holder, quantity=pieces, until=until) for stock, pieces in parts
    )


def _parts(stocks: Sequence[Stock], quantity: int) -> list[tuple[Stock, int]]:
    parts = []
    for stock in stocks:
        taken = min(quantity, stock.on_hand - stock.reserved)
        if taken > 0:
            parts.append((stock, taken))
            quantity -= taken
    return parts
