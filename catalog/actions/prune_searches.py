"""Forget old searches, and watches that are long over."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import SearchLog, Watch

SEARCHES_KEPT = timedelta(days=365)  # the longest period of the report on lost demand
WATCHES_KEPT = timedelta(days=90)


def prune_searches(*, by: Actor, at: datetime) -> int:
    """Deletes searches of a year ago and watches whose letter is three months old. Returns how many searches."""
    with change(by, at):
        Watch.objects.filter(told_at__lt=at - WATCHES_KEPT).delete()
        return SearchLog.objects.filter(searched_at__lt=at - SEARCHES_KEPT).delete()[0]
