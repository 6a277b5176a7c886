from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.permissions import Role
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.reserve_stock import reserve_stock
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.ship_order import ship_order
from orders.actions.start_picking import start_picking
from orders.enums import OrderStatus
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


def address(order):
    return f"/orders/{order.number}/cancel/"


def of_line(order, line=None):
    return f"/orders/{order.number}/lines/{(line or order.lines.first()).uid}/cancel/"


def place_two(buyer):
    """An order of two lines: one piece each."""
    for _ in range(2):
        product = make_product()
        make_price(product, "100")
        make_stock(product)
        change_cart_line(product=product, quantity=1, by=buyer, at=timezone.now())
    return place_order(key=uuid4(), by=buyer, at=timezone.now())


def renewing(order):
    return f"/orders/{order.number}/renew/"


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
    page = buyer_client.get(address(order)).text
    assert "cannot become" in page
    assert buyer.company.account_manager.phone in page
    assert 'form="cancel-form"' not in page
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


def test_order_renew_holds_longer_and_says_until_when(buyer, buyer_client):
    order = place_one(buyer, at=timezone.now() - timedelta(days=3))
    answer = buyer_client.post(renewing(order), follow=True)
    assert answer.redirect_chain == [(f"/orders/{order.number}/", 302)]
    assert "The goods are held until" in answer.text
    before, order = order.reserved_until, Order.objects.get()
    assert order.reserved_until > before


def test_order_renew_refuses_in_a_sentence(buyer, buyer_client):
    order = place_one(buyer)
    for _ in range(2):
        answer = buyer_client.post(renewing(order), follow=True)
    assert "as often as your contract allows" in answer.text
    assert Order.objects.get().renewals == 1


def test_order_renew_names_what_somebody_else_holds_by_now(buyer, buyer_client):
    past = timezone.now() - timedelta(days=20)
    order = place_one(buyer, quantity=4, at=past)
    later = timezone.now()
    expire_reservations(by=SYSTEM, at=later)
    line = order.lines.get()
    reserve_stock(holder=uuid4(), wanted={line.product_id: 8}, until=later + timedelta(1), by=SYSTEM, at=later)
    answer = buyer_client.post(renewing(order), follow=True)
    assert f"no longer enough of {line.article}" in answer.text
    assert Order.objects.get().renewals == 0


def test_order_renew_is_posted_by_whoever_may_order_in_his_company(buyer, buyer_client):
    order = place_one(buyer)
    assert buyer_client.get(renewing(order)).status_code == 405
    assert client_of(make_actor(buyer.company, Role.VIEWER)).post(renewing(order)).status_code == 403
    assert client_of(make_actor()).post(renewing(order)).status_code == 404
    assert Order.objects.get().renewals == 0


def test_order_line_cancel_asks_in_the_dialog_and_on_a_page_of_its_own(buyer, buyer_client):
    order = place_two(buyer)
    part = buyer_client.get(of_line(order), headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="cancel-line-ask"')
    page = buyer_client.get(of_line(order)).text
    assert "<h1>" in page
    for text in (part, page):
        assert f'action="{of_line(order)}"' in text
        assert "counted anew" in text
    assert order.lines.live().count() == 2


def test_order_line_cancel_takes_the_line_off_and_says_so(buyer, buyer_client):
    order, line = place_two(buyer), Order.objects.get().lines.first()
    answer = buyer_client.post(of_line(order, line), {"reason": "Too many"}, follow=True)
    assert answer.redirect_chain == [(f"/orders/{order.number}/", 302)]
    assert f"{line.article} is off the order" in answer.text
    assert "Too many" in answer.text
    assert list(order.lines.live()) == [order.lines.last()]
    assert "cancelled already" in buyer_client.get(of_line(order, line)).text


def test_order_line_cancel_of_the_last_goods_says_that_the_order_ends(buyer, buyer_client):
    order = place_one(buyer)
    assert "the whole order will be cancelled" in buyer_client.get(of_line(order)).text
    answer = buyer_client.post(of_line(order), follow=True)
    assert f"Order {order.number} is cancelled." in answer.text
    assert Order.objects.get().status == OrderStatus.CANCELLED


def test_order_line_cancel_refuses_a_rest_below_the_minimum_in_a_sentence(buyer, buyer_client):
    order = place_two(buyer)
    order.contract_terms["minimum_order_gross"] = "150"
    order.save()
    answer = buyer_client.post(of_line(order))
    assert answer.status_code == 409
    assert "the smallest order of your contract is 150.00" in answer.text
    assert order.lines.live().count() == 2


def test_order_line_cancel_refuses_while_the_order_is_picked(buyer, buyer_client):
    order, staff, at = place_two(buyer), make_staff(), timezone.now()
    confirm_order(order=order, by=staff, at=at)
    start_picking(order=order, by=staff, at=at)
    assert "is being picked" in buyer_client.get(of_line(order)).text
    assert buyer_client.post(of_line(order)).status_code == 409
    assert order.lines.live().count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_order_line_cancel_knows_only_lines_of_the_companys_own_order(buyer, buyer_client, method):
    mine, other, foreign = place_two(buyer), place_two(buyer), place_two(make_actor())
    for address in (of_line(foreign), of_line(mine, foreign.lines.first()), of_line(mine, other.lines.first())):
        assert getattr(buyer_client, method)(address).status_code == 404
    assert not any(order.lines.exclude(cancelled_at=None).exists() for order in (mine, other, foreign))


def test_order_line_cancel_by_a_viewer_is_refused(buyer):
    order = place_two(buyer)
    assert client_of(make_actor(buyer.company, Role.VIEWER)).post(of_line(order)).status_code == 403
    assert order.lines.live().count() == 2


def test_order_line_cancel_says_that_delivery_stays(buyer, buyer_client):
    order = place_two(buyer)
    line = order.lines.create(
        position=3,
        kind="delivery",
        name="Our transport",
        unit="876",
        quantity=1,
        price_includes_vat=True,
        unit_price=0,
        net=0,
        tax=0,
        gross=0,
    )
    page = buyer_client.get(of_line(order, line)).text
    assert "“Our transport” cannot be taken off alone" in page
    assert f'action="{of_line(order, line)}"' not in page
    assert buyer_client.post(of_line(order, line)).status_code == 409
