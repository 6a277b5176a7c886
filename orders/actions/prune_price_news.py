"""Forget what companies were told of prices long ago."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from orders.models import PriceNews
from orders.queries.price_concerns import YEAR


def prune_price_news(*, by: Actor, at: datetime) -> int:
    """Deletes news of a year ago, which nothing is compared with any more; returns how many letters they were."""
    with change(by, at):
        return PriceNews.objects.filter(told_at__lt=at - YEAR).delete()[1].get(PriceNews._meta.label, 0)
