"""Forget who fetched price lists long ago."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import PriceFeed, PriceFeedFetch

KEPT = timedelta(days=365)


def prune_feed_fetches(*, by: Actor, at: datetime) -> int:
    """Deletes fetches by personal links of a year ago; returns how many. `since=` of such a time gets a full list."""
    with change(by, at):
        # link by link, as the index stands: a whole year of all links is not read every hour
        of_links = PriceFeedFetch.objects.filter(feed__in=PriceFeed.objects.all())
        return of_links.filter(fetched_at__lt=at - KEPT).delete()[0]
