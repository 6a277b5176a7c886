"""The page behind the letter on price changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Role
from tests.catalog.queries.test_repriced import publish
from tests.conftest import client_of
from tests.factories import make_actor, make_price_list
from tests.orders.queries.test_price_letters import DAY, bought, make_goods

pytestmark = pytest.mark.django_db


def page_of(actor: Actor, query: str = "") -> str:
    answer = client_of(actor).get(f"/prices/changes/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_price_changes_lists_every_article_of_the_newest_version(buyer: Actor) -> None:
    now = timezone.now()
    goods = make_goods(*(f"ART-{number:02}" for number in range(51)))
    for product in goods:
        bought(buyer, product, 1, now - DAY)
    publish(make_price_list(), now - 2 * timedelta(hours=2), {goods[0]: "101"})
    publish(make_price_list(), now - timedelta(hours=1), dict.fromkeys(goods[1:], "110"))
    page = page_of(buyer)
    assert "50 of the 51 articles you buy change, +9.8% on your volume" in page.replace("\u00a0", " ")
    assert "ART-00" not in page
    assert page.count('<a class="pn"') == 50
    older = page.split('href="?published=')[1].split('"')[0]
    assert "ART-00" in page_of(buyer, f"?published={older}")
    assert page_of(buyer, "?published=nonsense").count('<a class="pn"') == 50


def test_price_changes_of_another_company_are_nowhere(buyer: Actor) -> None:
    now = timezone.now()
    (product,) = make_goods("W1A53A")
    bought(buyer, product, 1, now - DAY)
    publish(make_price_list(), now - timedelta(hours=1), {product: "101"})
    assert "W1A53A" in page_of(buyer)
    assert "W1A53A" not in page_of(make_actor())


def test_price_changes_are_shut_to_who_may_not_see_prices(buyer: Actor) -> None:
    accountant = make_actor(buyer.company, Role.ACCOUNTANT)
    assert client_of(accountant).get("/prices/changes/").status_code == 403


@pytest.mark.parametrize("several", [1, 3])
def test_price_changes_cost_the_same_for_more_rows(
    buyer: Actor, several: int, django_assert_num_queries: object
) -> None:
    now = timezone.now()
    goods = make_goods(*(f"ART-{number}" for number in range(several)))
    for product in goods:
        bought(buyer, product, 1, now - DAY)
    publish(make_price_list(), now - timedelta(hours=1), dict.fromkeys(goods, "110"))
    client = client_of(buyer)
    client.get("/prices/changes/")
    with django_assert_num_queries(14):
        client.get("/prices/changes/")
