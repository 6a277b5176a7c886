from datetime import timedelta

import pytest

from accounts.actors import SYSTEM
from catalog.actions.prune_feed_fetches import KEPT, prune_feed_fetches
from catalog.models import PriceFeedFetch
from tests.factories import make_price_feed


@pytest.mark.django_db
def test_prune_feed_fetches_forgets_what_is_a_year_old(buyer, now):
    feed, _secret = make_price_feed(buyer)
    for age in (KEPT + timedelta(hours=1), KEPT - timedelta(hours=1)):
        PriceFeedFetch.objects.create(feed=feed, fetched_at=now - age, status=200)
    assert prune_feed_fetches(by=SYSTEM, at=now) == 1
    assert PriceFeedFetch.objects.get().fetched_at == now - KEPT + timedelta(hours=1)
