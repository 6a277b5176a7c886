"""Watches whose moment has come: asked with the eyes of who waits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission, Role
from catalog.enums import WatchKind
from catalog.models import Product, Watch
from catalog.queries.availability import free_of
from catalog.queries.prices import shown_prices


@dataclass(frozen=True)
class DueWatch:
    """A watch to close; the price is what one costs the company now, where that was waited for."""

    watch_id: int
    unit_gross: Decimal | None = None


def due_watches(at: datetime) -> Iterator[DueWatch]:
    """Open watches that came true for people who may hear of it. Two queries, and 3 more per company that waits.

    Left out are those who left, whose role does not show the product or its price, and prices of a suspended company.
    """
    watches = Watch.objects.open().select_related("company__tier", "company__account_manager__user", "user", "product")
    back = free_of(watches.filter(kind=WatchKind.BACK).values("product"), at)
    waiting = [one for one in watches.order_by("company_id", "user_id", "pk") if _may_be_due(one, back)]
    for _company, of_company in groupby(waiting, key=lambda one: one.company_id):
        yield from _of_company(list(of_company), at)


def _may_be_due(watch: Watch, back: Mapping[int, int]) -> bool:
    return watch.kind == WatchKind.PRICE or watch.product_id in back


def _of_company(watches: list[Watch], at: datetime) -> Iterator[DueWatch]:
    company = watches[0].company
    people = {one.user_id for one in watches}
    members = Membership.objects.active().filter(company=company, user__in=people)
    places = {one.user_id: one for one in members.select_related("own_role")}
    seen = _seen(watches, places)
    heard = [one for one in watches if one.product_id in seen and _may_hear(one, places)]
    prices = _prices([one for one in heard if one.kind == WatchKind.PRICE], at)
    for watch in heard:
        asked, price = watch.asked_unit_gross, prices.get(watch.product_id)
        if watch.kind == WatchKind.BACK:
            yield DueWatch(watch.pk)
        elif asked is not None and price is not None and price < asked:
            yield DueWatch(watch.pk, price)


def _seen(watches: list[Watch], places: Mapping[int, Membership]) -> set[int]:
    """The products that the company sees: its assortment is the same for all its people."""
    watch = next((one for one in watches if one.user_id in places), None)
    if watch is None:
        return set()
    wanted = {one.product_id for one in watches}
    visible = Product.objects.visible_to(_actor(watch, places)).filter(pk__in=wanted)
    return set(visible.values_list("pk", flat=True))


def _may_hear(watch: Watch, places: Mapping[int, Membership]) -> bool:
    if watch.user_id not in places:
        return False
    is_price = watch.kind == WatchKind.PRICE
    if is_price and watch.company.is_suspended:
        return False
    needed = Permission.VIEW_PRICES if is_price else Permission.VIEW_CATALOG
    return needed in places[watch.user_id].granted


def _actor(watch: Watch, places: Mapping[int, Membership]) -> Actor:
    place = places[watch.user_id]
    return Actor(user=watch.user, company=watch.company, role=Role(place.role), own_role=place.own_role)


def _prices(watches: Iterable[Watch], at: datetime) -> dict[int, Decimal]:
    """What one of the smallest order costs the company now."""
    wanted = {one.product_id: one.product.smallest_order for one in watches}
    if not wanted:
        return {}
    company = next(iter(watches)).company
    return {pk: line.unit_gross for pk, line in shown_prices(company, wanted, at).lines.items()}
