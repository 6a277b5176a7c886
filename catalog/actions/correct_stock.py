"""Correct stock: what was counted replaces what is on hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.await_stock import lock_products
from catalog.actions.expire_reservations import expire_locked
from catalog.actions.move_stock import Move, move_stock
from catalog.enums import MovementKind
from catalog.models import Product, Stock, Warehouse

_BALANCES = """
    SELECT stock.* FROM unnest(%s::bigint[], %s::bigint[]) AS asked (product_id, warehouse_id)
      JOIN catalog_stock AS stock USING (product_id, warehouse_id)
     ORDER BY stock.id
       FOR NO KEY UPDATE OF stock
"""


class CountedBelowReserved(RuleBroken):
    """More is held for buyers than was counted. Facts: product, warehouse, counted, reserved."""

    message = _(
        "%(product)s, %(warehouse)s: %(reserved)s are reserved, so %(counted)s cannot be all there is. "
        "Release reservations first, or count again."
    )
    code = "counted_below_reserved"


@dataclass(frozen=True)
class Counted:
    """How many pieces of a product lie in a warehouse."""

    product: Product
    warehouse: Warehouse
    on_hand: int


def correct_stock(*, counted: Sequence[Counted], by: Actor, at: datetime) -> int:
    """Sets balances to what was counted, each by a movement of kind correction; returns how many changed.

    Reservations that ran out by `at` are cleared first. Makes stock rows that are missing. All or nothing; of two
    counts of one balance the last one holds. Locks: the products, then the stock rows by primary key. Raises
    CountedBelowReserved. Announces: reservations_expired, once per holder.
    """
    wanted = {(one.product.pk, one.warehouse.pk): one for one in counted}
    with change(by, at):
        lock_products({one.product.pk for one in counted})
        stocks = _locked(wanted)
        expire_locked(list(stocks.values()), by=by, at=at)
        moves = []
        for key, stock in stocks.items():
            one = wanted[key]
            if one.on_hand < stock.reserved:
                raise CountedBelowReserved(
                    product=str(one.product), warehouse=one.warehouse.code, counted=one.on_hand, reserved=stock.reserved
                )
            if one.on_hand != stock.on_hand:
                moves.append(Move(stock, MovementKind.CORRECTION, on_hand=one.on_hand - stock.on_hand))
        move_stock(moves, None, by, at)
        return len(moves)


def _locked(wanted: Mapping[tuple[int, int], Counted]) -> dict[tuple[int, int], Stock]:
    """The balances asked for, in the order of keys; those of a first piece are made, those of no piece are not."""
    known = _known(wanted)
    missing = {key: one for key, one in wanted.items() if key not in known and one.on_hand}
    if missing:
        rows = [Stock(product=one.product, warehouse=one.warehouse) for one in missing.values()]
        Stock.objects.bulk_create(rows, ignore_conflicts=True)
        known |= _known(missing)
    return known


def _known(wanted: Mapping[tuple[int, int], Counted]) -> dict[tuple[int, int], Stock]:
    asked = [[product for product, _warehouse in wanted], [warehouse for _product, warehouse in wanted]]
    return {(stock.product_id, stock.warehouse_id): stock for stock in Stock.objects.raw(_BALANCES, asked)}
