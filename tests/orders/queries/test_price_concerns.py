"""Whom a change of prices concerns."""

from datetime import datetime, timedelta

import pytest

from orders.enums import OrderStatus
from orders.queries.price_concerns import concerned_by_version
from tests.catalog.queries.test_repriced import publish
from tests.factories import make_actor, make_price_list, make_tier
from tests.orders.actions.test_note_price_news import DAY, bought, make_goods

pytestmark = pytest.mark.django_db


def test_concerned_by_version_bought_within_a_year_and_did_not_cancel(now: datetime) -> None:
    product, foreign = make_goods("CF259X", "FOREIGN")
    within, before, cancelled, elsewhere = (make_actor() for _one in range(4))
    bought(within, product, 1, now - timedelta(days=364))
    bought(before, product, 1, now - timedelta(days=366))
    bought(cancelled, product, 1, now - DAY, status=OrderStatus.CANCELLED)
    type(elsewhere.company).objects.filter(pk=elsewhere.company.pk).update(tier=make_tier("rrc"))
    bought(elsewhere, product, 1, now - DAY)
    concern = concerned_by_version(publish(make_price_list(), now, {product: "110", foreign: "1"}).pk)
    assert concern.company_ids == (within.company.pk,)
    assert concern.product_ids == {product.pk}


@pytest.mark.parametrize("several", [1, 3])
def test_concerned_by_version_takes_five_queries(
    now: datetime, several: int, django_assert_num_queries: object
) -> None:
    goods = make_goods(*(f"ART-{number}" for number in range(several)))
    for _one in range(several):
        actor = make_actor()
        for product in goods:
            bought(actor, product, 1, now - DAY)
    version = publish(make_price_list(), now, dict.fromkeys(goods, "110"))
    with django_assert_num_queries(5):
        assert len(concerned_by_version(version.pk).company_ids) == several
