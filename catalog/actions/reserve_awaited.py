"""Reserve goods that somebody waits for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.working_days import working_days_later
from catalog.actions.await_stock import lock_products, promise_days
from catalog.actions.expire_reservations import expire_locked
from catalog.actions.reserve_stock import allocate, hold, lock_stocks
from catalog.enums import BackorderState
from catalog.events import awaited_arrived
from catalog.models import Backorder, Stock


def reserve_awaited(*, product_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Reserves free pieces of products for those who wait, the oldest first; returns how many pieces.

    A receipt calls it for what came; beat calls it for what became free in other ways. Locks: the products, then their
    stock rows, then the queue. Announces: awaited_arrived, once per holder.
    """
    with change(by, at):
        lock_products(product_ids)
        stocks = lock_stocks(product_ids)
        expire_locked(stocks, by=by, at=at)
        queue = list(
            Backorder.objects.filter(product_id__in=list(product_ids), state=BackorderState.WAITING)
            .select_for_update(no_key=True, of=("self",))
            .order_by("asked_at", "pk")
        )
        served = _serve(queue, stocks, by=by, at=at)
        Backorder.objects.bulk_update(served, ["arrived", "state"])
        promise_days(product_ids)
        for holder in sorted({backorder.holder for backorder in served}):
            announce(awaited_arrived, holder=str(holder))
        return sum(served.values())


def _serve(queue: Iterable[Backorder], stocks: Sequence[Stock], *, by: Actor, at: datetime) -> dict[Backorder, int]:
    by_product: dict[int, list[Stock]] = defaultdict(list)
    for stock in stocks:
        by_product[stock.product_id].append(stock)
    untils: dict[int, datetime] = {}
    served: dict[Backorder, int] = {}
    for backorder in queue:
        own = by_product[backorder.product_id]
        parts = allocate(own, {backorder.product_id: backorder.waiting}).parts
        if not parts:
            continue
        days = backorder.working_days
        if days not in untils:
            untils[days] = working_days_later(at, days)
        hold(parts, holder=backorder.holder, until=untils[days], by=by, at=at)
        served[backorder] = sum(pieces for _stock, pieces in parts)
        backorder.arrived += served[backorder]
        if not backorder.waiting:
            backorder.state = BackorderState.ARRIVED
    return served
