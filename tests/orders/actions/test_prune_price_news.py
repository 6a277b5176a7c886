from datetime import timedelta

import pytest

from accounts.actors import SYSTEM
from orders.actions.prune_price_news import prune_price_news
from orders.models import PriceNews, PriceNewsLine
from orders.queries.price_concerns import YEAR
from tests.factories import make_product


@pytest.mark.django_db
def test_prune_price_news_forgets_what_is_a_year_old(buyer, now):
    for age in (YEAR + timedelta(hours=1), YEAR - timedelta(hours=1)):
        news = PriceNews.objects.create(company=buyer.company, since_at=now - age, told_at=now - age, bought=1)
        PriceNewsLine.objects.create(news=news, product=make_product(), quantity=1, pieces=1)
    assert prune_price_news(by=SYSTEM, at=now) == 1
    assert PriceNews.objects.count() == PriceNewsLine.objects.count() == 1
