import pytest

from accounts.permissions import Role
from orders.actions.confirm_order import confirm_order
from orders.actions.ship_order import ship_order
from orders.enums import OrderStatus
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_actor
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


def address(order):
    return f"/orders/{order.number}/cancel/"


def shipped(buyer, now):
    staff = make_staff()
    order = confirm_order(order=place_one(buyer, at=now), by=staff, at=now)
    return ship_order(order=order, by=staff, at=now)


def test_order_cancel_cancels_and_shows_the_reason_on_the_order(buyer, buyer_client):
    order = place_one(buyer)
    assert 'data-open="cancel-order"' in buyer_client.get(f"/orders/{order.number}/").text
    answer = buyer_client.post(address(order), {"reason": "Ordered <twice>"}, follow=True)
    assert answer.redirect_chain == [(f"/orders/{order.number}/", 302)]
    assert Order.objects.get().status == OrderStatus.CANCELLED
    assert "Ordered &lt;twice&gt;" in answer.text
    assert "Reserved until" not in answer.text
    assert f"Order {order.number} is cancelled." in answer.text
    assert 'data-open="cancel-order"' not in answer.text


def test_order_cancel_asks_on_a_page_of_its_own_without_script(buyer, buyer_client):
    order = place_one(buyer)
    page = buyer_client.get(address(order)).text
    assert f'action="{address(order)}"' in page
    assert 'form="cancel-form"' in page
    assert Order.objects.get().status == OrderStatus.PLACED


def test_order_cancel_refuses_what_is_shipped(buyer, buyer_client, now):
    order = shipped(buyer, now)
    answer = buyer_client.post(address(order))
    assert answer.status_code == 409
    assert "cannot become" in answer.text
    assert "can no longer be cancelled" in buyer_client.get(address(order)).text
    assert 'data-open="cancel-order"' not in buyer_client.get(f"/orders/{order.number}/").text


def test_order_cancel_refuses_a_long_reason(buyer, buyer_client):
    order = place_one(buyer)
    assert buyer_client.post(address(order), {"reason": "x" * 301}).status_code == 422
    assert Order.objects.get().status == OrderStatus.PLACED


@pytest.mark.parametrize("method", ["get", "post"])
def test_order_cancel_of_a_stranger_is_404(buyer, buyer_client, method):
    order = place_one(make_actor())
    assert getattr(buyer_client, method)(address(order)).status_code == 404
    assert Order.objects.get().status == OrderStatus.PLACED


def test_order_cancel_by_a_viewer_names_who_can(buyer):
    order = place_one(buyer)
    client = client_of(make_actor(buyer.company, Role.VIEWER))
    answer = client.post(address(order))
    assert answer.status_code == 403
    assert str(buyer.user) in answer.text
    assert 'data-open="cancel-order"' not in client.get(f"/orders/{order.number}/").text
