import pytest

from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories import make_actor
from tests.factories.orders import place_one


def test_overview_shows_recent_orders_and_the_manager(buyer, buyer_client):
    order = place_one(buyer)
    page = buyer_client.get("/").content.decode()
    assert str(order.number) in page
    assert str(buyer.company.account_manager) in page


def test_overview_of_another_company_shows_none_of_ours(buyer):
    order = place_one(buyer)
    assert str(order.number) not in client_of(make_actor(role=Role.VIEWER)).get("/").content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_overview_costs_the_same_queries_however_many_orders(buyer, buyer_client, orders, django_assert_num_queries):
    for _ in range(orders):
        place_one(buyer)
    buyer_client.get("/")
    # session, person, header: actor and cart summary; page: orders
    with django_assert_num_queries(5):
        buyer_client.get("/")
