"""Writes down who fetched a price list by its link."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Token
from b2b_portal.core.change import change
from catalog.models import PriceFeed, PriceFeedFetch


def note_feed_fetch(
    *,
    feed: PriceFeed,
    address: str | None,
    status: int,
    rows: int | None = None,
    lists: str = "",
    by: Actor,
    at: datetime,
) -> PriceFeedFetch:
    """Adds the fetch to the journal, whatever it was answered, and dates the last use of the link."""
    with change(by, at):
        Token.objects.filter(pk=feed.token_id).update(last_used_at=at)
        return PriceFeedFetch.objects.create(
            feed=feed, fetched_at=at, address=address, status=status, rows=rows, lists=lists
        )
