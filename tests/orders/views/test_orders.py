import pytest

from tests.factories import make_actor
from tests.factories.orders import place_one


def test_orders_lists_the_companys_orders_only(buyer, buyer_client):
    own, foreign = place_one(buyer), place_one(make_actor())
    page = buyer_client.get("/orders/").content.decode()
    assert str(own.number) in page
    assert str(foreign.number) not in page


def test_orders_without_any_shows_the_first_step(buyer_client):
    assert "No orders yet" in buyer_client.get("/orders/").content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_orders_costs_the_same_queries_for_one_and_three(buyer, buyer_client, orders, django_assert_num_queries):
    for _ in range(orders):
        place_one(buyer)
    buyer_client.get("/orders/")
    # session, person, header: actor and cart summary; page: count and orders
    with django_assert_num_queries(6):
        buyer_client.get("/orders/")
