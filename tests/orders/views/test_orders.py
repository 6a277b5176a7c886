from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.permissions import Role
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_product, make_stock


def order_of(actor):
    product = make_product()
    make_price(product)
    make_stock(product)
    change_cart_line(product=product, quantity=1, by=actor, at=timezone.now())
    return place_order(key=uuid4(), by=actor, at=timezone.now())


def test_orders_lists_the_companys_orders_only(buyer, buyer_client):
    own, foreign = order_of(buyer), order_of(make_actor())
    page = buyer_client.get("/orders/").content.decode()
    assert str(own.number) in page
    assert str(foreign.number) not in page


def test_orders_without_any_shows_the_first_step(buyer_client):
    assert "No orders yet" in buyer_client.get("/orders/").content.decode()


def test_order_shows_lines_and_reservation(buyer, buyer_client):
    order = order_of(buyer)
    page = buyer_client.get(f"/orders/{order.number}/").content.decode()
    assert order.lines.get().article in page
    assert "100<i>.00\u00a0₽</i>" in page


def test_order_of_another_company_is_404(buyer_client):
    assert buyer_client.get(f"/orders/{order_of(make_actor()).number}/").status_code == 404


def test_order_without_the_right_to_papers_shows_none(buyer):
    order = order_of(buyer)
    page = client_of(make_actor(buyer.company, Role.REQUESTER)).get(f"/orders/{order.number}/")
    assert page.status_code == 200
    assert 'id="papers"' not in page.content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_orders_costs_the_same_queries_for_one_and_three(buyer, buyer_client, orders, django_assert_num_queries):
    for _ in range(orders):
        order_of(buyer)
    buyer_client.get("/orders/")
    # session, person, header: actor and cart summary; page: count and orders
    with django_assert_num_queries(6):
        buyer_client.get("/orders/")


def test_overview_shows_recent_orders_and_the_manager(buyer, buyer_client):
    order = order_of(buyer)
    page = buyer_client.get("/").content.decode()
    assert str(order.number) in page
    assert str(buyer.company.account_manager) in page
