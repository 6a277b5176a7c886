"""Answers a request by the link to a company's price list."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import override

from accounts.actors import Actor
from b2b_portal.core.models import File
from catalog.actions.ask_price_list import PriceListRunning, ask_price_list
from catalog.actions.note_feed_fetch import note_feed_fetch
from catalog.actions.take_price_list import PriceListBusy, TakenFile, TooManyProducts, take_price_list
from catalog.models import PriceFeed
from catalog.price_list_columns import Goods, WantedFile, in_order
from catalog.queries.price_feeds import fetch_before
from catalog.queries.price_list_jobs import rows_made
from catalog.queries.price_list_rows import count_products
from catalog.queries.price_list_state import PriceListState, price_list_state, products_changed

AT_ONCE = 20_000  # products that a request may price itself: a second or two
FRESH = timedelta(minutes=10)  # a file so young is given though prices moved meanwhile
OK, UNCHANGED, SUSPENDED, COME_BACK = 200, 304, 403, 503
FULL, CHANGES = "full", "changes"


@dataclass(frozen=True)
class Fetched:
    """What to answer: a file in memory or on the disk with status 200, else the status alone."""

    status: int
    etag: str = ""
    kind: str = ""
    taken: TakenFile | None = None
    file: File | None = None
    rows: int | None = None
    lists: str = ""  # which lists the answer is made by; unknown: no later `since` may rest on it


@dataclass(frozen=True)
class Request:
    """What a program asked: which state it has, since when it wants changes, whether it wants the body, from where."""

    knows: Callable[[str], bool]
    since: datetime | None
    has_body: bool
    address: str | None


def fetch_price_feed(*, feed: PriceFeed, request: Request, by: Actor, at: datetime) -> Fetched:
    """The company's prices at the moment, or that they are the same, or that they are being made; writes it down.

    A long list comes from the file that was made in the background last, if prices did not move since, or it is younger
    than ten minutes and the company still sees the same; else it is asked for, and whoever comes back finds it. `by` is
    the link's reader.
    """
    assert by.company
    if by.company.is_suspended:
        note_feed_fetch(feed=feed, address=request.address, status=SUSPENDED, by=by, at=at)
        return Fetched(SUSPENDED)
    language = feed.token.user.language
    with override(language):
        wanted = WantedFile(feed.format, in_order(feed.columns))
        state = price_list_state(by.company, wanted, at, language)
        fetched = _fetched(feed, wanted, state, request, by, at)
    note_feed_fetch(
        feed=feed,
        address=request.address,
        status=fetched.status,
        rows=fetched.rows,
        lists=fetched.lists,
        by=by,
        at=at,
    )
    return fetched


def _fetched(
    feed: PriceFeed, wanted: WantedFile, state: PriceListState, request: Request, by: Actor, at: datetime
) -> Fetched:
    if request.knows(state.etag):
        return Fetched(UNCHANGED, state.etag, lists=state.lists)
    assert by.company
    changed = _changed(feed, state, request.since)
    is_short = count_products(by.company, wanted.goods, AT_ONCE) <= AT_ONCE
    if changed is None and not is_short:
        return _made(feed, wanted, state, request, by, at)
    kind = FULL if changed is None else CHANGES
    if not request.has_body:
        return Fetched(OK, state.etag, kind)
    goods = Goods() if changed is None else Goods(products=changed)
    try:
        taken = take_price_list(
            wanted=replace(wanted, goods=goods), most=AT_ONCE, with_unpriced=kind == CHANGES, by=by, at=at
        )
    except (PriceListBusy, TooManyProducts):
        return Fetched(COME_BACK)
    return Fetched(OK, state.etag, kind, taken=taken, rows=taken.rows, lists=state.lists)


def _changed(feed: PriceFeed, state: PriceListState, since: datetime | None) -> tuple[int, ...] | None:
    """The products whose prices changed since; None where only the full list tells it, or they are too many."""
    before = fetch_before(feed, since) if since else None
    if before is None or before.lists != state.lists:
        return None
    changed = products_changed(state, before.fetched_at)
    return changed if len(changed) <= AT_ONCE else None


def _made(
    feed: PriceFeed, wanted: WantedFile, state: PriceListState, request: Request, by: Actor, at: datetime
) -> Fetched:
    """The file of the disk, or 503 after asking for a new one."""
    is_young = feed.made_at is not None and at - feed.made_at < FRESH and state.shows_the_same(feed.etag)
    is_fresh = feed.made_at is not None and (feed.etag == state.etag or is_young)
    if feed.file and is_fresh:
        if request.knows(feed.etag):
            return Fetched(UNCHANGED, feed.etag)
        lists = state.lists if feed.etag == state.etag else ""
        return Fetched(OK, feed.etag, FULL, file=feed.file, rows=rows_made(feed), lists=lists)
    if request.has_body:
        with suppress(PriceListRunning):  # this one, or another of the company that is made first
            ask_price_list(wanted=wanted, feed=feed, by=by, at=at)
    return Fetched(COME_BACK)
