import pytest
from django.utils import timezone

from orders.enums import OrderStatus
from tests.factories import make_actor
from tests.factories.orders import make_order, place_one

HTMX = {"HX-Request": "true"}
ODD = [
    ({"status": "xyz"}, "There is no such status"),
    ({"from": "abc"}, "Write the day as 2026-11-23."),
    ({"to": "2026-02-30"}, "Write the day as 2026-11-23."),
    ({"to": "9999-12-31"}, "Write a day between 2000 and 2100."),
    ({"from": "0001-01-01"}, "Write a day between 2000 and 2100."),
    ({"from": "2026-11-02", "to": "2026-11-01"}, "The period ends before it begins"),
    ({"q": "x" * 101}, "at most 100 characters"),
    ({"q": "a\0b"}, "Null characters"),
]


def test_orders_lists_the_companys_orders_only(buyer, buyer_client):
    own, foreign = place_one(buyer), place_one(make_actor())
    page = buyer_client.get("/orders/").content.decode()
    assert str(own.number) in page
    assert str(foreign.number) not in page


def test_orders_without_any_shows_the_first_step(buyer_client):
    page = buyer_client.get("/orders/").content.decode()
    assert "No orders yet" in page
    assert '<form class="filters"' not in page


@pytest.mark.parametrize("orders", [1, 3])
def test_orders_costs_the_same_queries_for_one_and_three(buyer, buyer_client, orders, django_assert_num_queries):
    for _ in range(orders):
        place_one(buyer)
    buyer_client.get("/orders/")
    # session, person, header: actor and cart summary; page: orders and totals
    with django_assert_num_queries(6):
        buyer_client.get("/orders/")


@pytest.mark.parametrize("orders", [1, 3])
def test_orders_costs_one_more_query_on_a_later_page_with_every_filter(
    buyer, buyer_client, orders, django_assert_num_queries
):
    made = [place_one(buyer) for _ in range(orders + 1)]
    today = timezone.localdate().isoformat()
    asked = {"q": "CF", "status": "under_way", "from": today, "to": today, "before": made[-1].number}
    buyer_client.get("/orders/", asked)
    with django_assert_num_queries(7):
        page = buyer_client.get("/orders/", asked).content.decode()
    assert [f"/orders/{order.number}/" in page for order in made] == [True] * orders + [False]


@pytest.mark.parametrize(("query", "sentence"), ODD)
def test_orders_answers_a_bad_filter_with_a_sentence_at_the_field(buyer, buyer_client, query, sentence):
    order = place_one(buyer)
    for headers in ({}, HTMX):
        response = buyer_client.get("/orders/", query, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert sentence in page
        assert f"/orders/{order.number}/" not in page


@pytest.mark.parametrize("number", ["1000000000000000000", "9" * 40, "-1", "0", "abc", "٣"])
@pytest.mark.parametrize("name", ["before", "after"])
def test_orders_shows_the_newest_for_a_page_that_is_not_there(buyer, buyer_client, name, number):
    order = place_one(buyer)
    page = buyer_client.get("/orders/", {name: number, "page": number})
    assert page.status_code == 200
    assert f"/orders/{order.number}/" in page.content.decode()
    assert "here are the newest ones" in page.content.decode()


def test_orders_gives_htmx_the_part_and_the_address_of_its_state(buyer, buyer_client):
    place_one(buyer)
    response = buyer_client.get("/orders/?status=placed&from=&to=&q=CF%26", headers=HTMX)
    assert response.headers["HX-Push-Url"] == "/orders/?status=placed&q=CF%26"
    assert response.content.decode().lstrip().startswith('<div id="orders"')


def test_orders_says_that_cancelled_orders_are_not_in_the_sums(buyer, buyer_client):
    make_order(buyer, ("100",), 1)
    make_order(buyer, ("7",), 1, status=OrderStatus.CANCELLED)
    page = buyer_client.get("/orders/").content.decode().replace("\xa0", " ")
    assert "1 cancelled order for 7.00 ₽ is listed and not in the sums" in page
    assert ">100<" in page


def test_orders_says_what_to_do_when_nothing_matches(buyer, buyer_client):
    place_one(buyer)
    assert "No such orders" in buyer_client.get("/orders/", {"q": "nothing like it"}).content.decode()


def test_orders_period_shortcuts_keep_the_rest_of_the_filter(buyer, buyer_client):
    place_one(buyer)
    today = timezone.localdate()
    month = f"from={today.replace(day=1).isoformat()}&amp;to={today.isoformat()}"
    page = buyer_client.get("/orders/", {"status": "placed"}).content.decode()
    assert f'href="/orders/?status=placed&amp;{month}"' in page
