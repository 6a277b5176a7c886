"""The page behind the letter on price changes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Role
from b2b_portal.core.templatetags.ui import day_text
from catalog.models import AssortmentRule, Product
from orders import tasks
from orders.models import PriceNews
from orders.queries.price_letters import KEPT, price_letter
from tests.catalog.queries.test_repriced import publish
from tests.conftest import client_of
from tests.factories import hides, make_actor, make_assortment, make_price_list
from tests.orders.actions.test_note_price_news import DAY, bought, make_goods

pytestmark = pytest.mark.django_db


def page_of(actor: Actor, query: str = "") -> str:
    answer = client_of(actor).get(f"/prices/changes/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def told(at: datetime, prices: dict[Product, str]) -> None:
    """Prices come into force and the companies hear of them."""
    tasks.note_published_prices(publish(make_price_list(), at, prices).pk)


def test_price_changes_lists_every_article_of_the_newest_letter(buyer: Actor, english: None) -> None:
    now = timezone.now()
    goods = make_goods(*(f"ART-{number:02}" for number in range(51)))
    for product in goods:
        bought(buyer, product, 1, now - 5 * DAY)
    told(now - 3 * DAY, {goods[0]: "101"})
    told(now - 2 * DAY, dict.fromkeys(goods[1:], "110"))
    page = page_of(buyer)
    day = day_text(now - 2 * DAY).replace("\u00a0", " ")
    assert f"On {day} the prices of 50 of the 51 articles you buy changed, +9.8% on your volume" in page
    assert f"Was → since {day}" in page
    assert "ART-00" not in page
    assert page.count('<a class="pn"') == 50
    older = page.split('href="?told=')[1].split('"')[0]
    assert "ART-00" in page_of(buyer, f"?told={older}")
    assert page_of(buyer, "?told=nonsense").count('<a class="pn"') == 50


def test_price_changes_say_what_is_in_force_today_where_it_changed_again(buyer: Actor, english: None) -> None:
    now = timezone.now()
    again, once = make_goods("AGAIN", "ONCE")
    for product in (again, once):
        bought(buyer, product, 1, now - 5 * DAY)
    told(now - 3 * DAY, {again: "110", once: "90"})
    assert "today" not in page_of(buyer)
    told(now - 2 * DAY, {again: "121"})
    newest = page_of(buyer)
    assert "today" not in newest
    older = page_of(buyer, "?told=" + newest.split('href="?told=')[1].split('"')[0])
    rows = {row.split("</tr>")[0] for row in older.partition("<tbody")[2].split("<tr>")[1:]}
    assert any("AGAIN" in row and "today" in row and "121<i>.00" in row for row in rows)
    assert any("ONCE" in row and "today" not in row for row in rows)


def test_price_changes_of_another_company_are_nowhere(buyer: Actor) -> None:
    now = timezone.now()
    (product,) = make_goods("W1A53A")
    bought(buyer, product, 1, now - DAY)
    told(now - timedelta(hours=1), {product: "101"})
    assert "W1A53A" in page_of(buyer)
    assert "W1A53A" not in page_of(make_actor())


def test_price_changes_older_than_three_months_are_not_shown(buyer: Actor) -> None:
    (product,) = make_goods("W1A53A")
    bought(buyer, product, 1, timezone.now() - DAY)
    told(timezone.now() - timedelta(hours=1), {product: "101"})
    assert "W1A53A" in page_of(buyer)
    PriceNews.objects.update(told_at=timezone.now() - KEPT)
    assert "W1A53A" not in page_of(buyer)


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
    told(now - timedelta(hours=1), dict.fromkeys(goods, "110"))
    client = client_of(buyer)
    client.get("/prices/changes/")
    with django_assert_num_queries(9):
        client.get("/prices/changes/")


def test_nobody_is_told_of_what_his_company_does_not_see(buyer: Actor, english: None) -> None:
    """Hidden before the price changed, it is no news; hidden after, it leaves the letter and the page."""
    now, neighbour = timezone.now(), make_actor()
    hidden, later, left = goods = make_goods("HIDDEN", "LATER", "LEFT")
    for actor in (buyer, neighbour):
        for product in goods:
            bought(actor, product, 1, now - 5 * DAY)
    assortment = make_assortment(buyer.company, hides(hidden))
    told(now - 2 * DAY, dict.fromkeys(goods, "110"))
    page = page_of(buyer)
    assert "prices of 2 of the 2 articles" in page
    assert ("HIDDEN" in page, "LATER" in page, "LEFT" in page) == (False, True, True)
    AssortmentRule.objects.create(assortment=assortment, product=later)
    assert ("LATER" in page_of(buyer), "LEFT" in page_of(buyer)) == (False, True)
    news = PriceNews.objects.get(company=buyer.company)
    assert [good.product for good in price_letter(news.pk).goods] == [left]
    assert all(product.article in page_of(neighbour) for product in goods)
