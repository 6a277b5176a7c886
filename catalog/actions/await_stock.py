"""Reserve what is there and await the rest."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.expire_reservations import expire_locked
from catalog.actions.reserve_stock import allocate, hold, lock_stocks
from catalog.awaiting import expected_days
from catalog.enums import BackorderState
from catalog.models import Backorder, Product, Transit


def await_stock(
    *, holder: UUID, wanted: Mapping[int, int], until: datetime, working_days: int, by: Actor, at: datetime
) -> list[Backorder]:
    """Holds what is free of the products (id -> quantity) until a moment and writes the rest down as awaited.

    `working_days` is how long pieces are held once they arrive. Returns the awaited quantities. Locks: the products,
    then their stock rows, each by primary key: so a receipt comes wholly before or wholly after.
    """
    with change(by, at):
        lock_products(wanted)
        stocks = lock_stocks(wanted)
        expire_locked(stocks, by=by, at=at)
        allocation = allocate(stocks, wanted)
        hold(allocation.parts, holder=holder, until=until, by=by, at=at)
        Backorder.objects.bulk_create(
            Backorder(
                product_id=product_id,
                holder=holder,
                quantity=wanted[product_id] - free,
                asked_at=at,
                working_days=working_days,
            )
            for product_id, free in sorted(allocation.shortages.items())
        )
        promise_days(allocation.shortages)
        return list(Backorder.objects.filter(holder=holder, state=BackorderState.WAITING).select_related("product"))


def lock_products(product_ids: Iterable[int]) -> None:
    """Locks products by key, before their stock: who awaits and who receives meet here even where no stock row is."""
    rows = Product.objects.filter(pk__in=list(product_ids)).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk", flat=True))


def promise_days(product_ids: Iterable[int]) -> None:
    """Says anew when the awaited pieces of locked products come, after what is on its way or who waits has changed."""
    pks = list(product_ids)
    waiting: dict[int, list[Backorder]] = {pk: [] for pk in pks}
    for backorder in Backorder.objects.filter(product_id__in=pks, state=BackorderState.WAITING):
        waiting[backorder.product_id].append(backorder)
    queued = [pk for pk in pks if waiting[pk]]
    arrivals: dict[int, list[Transit]] = {pk: [] for pk in queued}
    for transit in Transit.objects.filter(product_id__in=queued):
        arrivals[transit.product_id].append(transit)
    for pk in queued:
        days = expected_days(
            [(one.expected_on, one.quantity) for one in arrivals[pk]], [one.waiting for one in waiting[pk]]
        )
        for backorder, day in zip(waiting[pk], days, strict=True):
            backorder.expected_on = day
    Backorder.objects.bulk_update([one for pk in queued for one in waiting[pk]], ["expected_on"])
