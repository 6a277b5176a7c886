import pytest

from accounts.queries.staff import StaffOnly
from catalog.models import Reservation, Stock, StockMovement
from orders.actions.confirm_order import confirm_order
from orders.actions.ship_order import NotWhollyReserved, ship_order
from orders.enums import OrderStatus
from orders.models import Order
from orders.states import IllegalMove
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


@pytest.fixture
def staff(db):
    return make_staff()


@pytest.fixture
def order(buyer, staff, now):
    return confirm_order(order=place_one(buyer, 4, now), by=staff, at=now)


def balance():
    return Stock.objects.values_list("on_hand", "reserved").get()


def test_ship_order_takes_the_goods_and_notes_how_many(order, staff, now):
    ship_order(order=order, by=staff, at=now)
    assert Order.objects.get().status == OrderStatus.SHIPPED
    assert balance() == (6, 0)
    assert Reservation.objects.get().state == "shipped"
    assert (order.history.last().kind, order.history.last().facts) == ("shipped", {"pieces": 4})


def test_ship_order_is_for_staff_only(order, buyer, now):
    with pytest.raises(StaffOnly):
        ship_order(order=order, by=buyer, at=now)


def test_ship_order_refuses_what_is_not_confirmed(buyer, staff, now):
    order = place_one(buyer, at=now)
    with pytest.raises(IllegalMove):
        ship_order(order=order, by=staff, at=now)
    assert balance() == (10, 1)


def test_ship_order_twice_takes_the_goods_once(order, staff, now):
    ship_order(order=order, by=staff, at=now)
    with pytest.raises(IllegalMove):
        ship_order(order=order, by=staff, at=now)
    assert balance() == (6, 0)


def test_ship_order_refuses_when_the_reservation_ran_out_and_takes_nothing(order, staff):
    article = order.lines.get().article
    with pytest.raises(NotWhollyReserved, match=article):
        ship_order(order=order, by=staff, at=order.reserved_until)
    assert balance() == (10, 4)
    assert not StockMovement.objects.filter(kind="ship").exists()


def test_ship_order_refuses_when_less_is_held_than_was_ordered(order, staff, now):
    order.lines.update(quantity=5)
    with pytest.raises(NotWhollyReserved):
        ship_order(order=order, by=staff, at=now)
    assert balance() == (10, 4)
