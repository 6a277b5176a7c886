"""Orders under way: what is held for how long, what was let go, what arrived. All orders are placed by the action."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Actor
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.receive_stock import receive_stock
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.note_awaited_arrival import note_awaited_arrival
from orders.actions.place_order import place_order
from orders.actions.renew_reservation import renew_reservation
from orders.queries.burning import ARRIVALS, burning
from tests.factories import make_actor, make_price, make_product, make_stock, make_warehouse
from tests.factories.orders import place_one

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def numbers(found):
    return [order.number for order in found.orders]


def test_burning_tells_what_is_held_in_all(buyer, now):
    first, second = place_one(buyer, at=now), place_one(buyer, 3, at=now)
    cancelled = place_one(buyer, at=now)
    cancel_order(order=cancelled, by=buyer, at=now)
    place_one(make_actor(), at=now)
    found = burning(buyer, now)
    assert (found.under_way, found.holding, found.held_gross) == (2, 2, first.gross + second.gross)
    assert found.next_end == first.reserved_until
    assert found.orders == ()  # three working days are left: nothing burns


def test_burning_names_orders_that_end_within_two_working_days(buyer, now):
    order = place_one(buyer, 2, at=now)
    assert numbers(burning(buyer, now + DAY - timedelta(seconds=1))) == []
    (burns,) = burning(buyer, now + DAY).orders
    assert (burns.number, burns.ends_at, burns.lost_at) == (order.number, order.reserved_until, None)
    assert (burns.gross, burns.kinds, burns.first_article) == (order.gross, 1, order.lines.get().article)
    assert (burns.renewal_days, burns.renewals_left) == (3, 1)


def test_burning_counts_working_days(buyer, now):
    """Placed on Thursday, held until Tuesday: on Friday two working days are left, though four days."""
    order = place_one(buyer, at=now + 3 * DAY)
    friday = now + 4 * DAY
    (burns,) = burning(buyer, friday).orders
    assert burns.ends_at == order.reserved_until == friday + 4 * DAY


@pytest.mark.parametrize("is_cleared", [False, True])
def test_burning_names_goods_that_were_let_go_at_once_and_after_clearing(buyer, now, is_cleared):
    order = place_one(buyer, at=now)
    later = order.reserved_until
    if is_cleared:
        expire_reservations(by=SYSTEM, at=later)
    found = burning(buyer, later)
    (lost,) = found.orders
    assert (lost.number, lost.lost_at, lost.ends_at, lost.gross) == (order.number, later, None, order.gross)
    assert (found.under_way, found.holding, found.held_gross) == (1, 0, Decimal(0))


def test_burning_is_quiet_after_a_renewal(buyer, now):
    order = place_one(buyer, at=now)
    later = order.reserved_until + DAY
    renew_reservation(order=order, by=buyer, at=later)
    found = burning(buyer, later)
    assert (found.orders, found.holding) == ((), 1)
    (burns,) = burning(buyer, later + 4 * DAY).orders
    assert burns.renewals_left == 0


def test_burning_names_awaited_goods_that_came_lately(buyer, now):
    product = make_product()
    make_price(product)
    make_stock(product, 1)
    change_cart_line(product=product, quantity=3, by=buyer, at=now)
    order = place_order(key=uuid.uuid4(), by=buyer, at=now, may_await=True)
    assert burning(buyer, now).orders == ()
    receive_stock(product=product, warehouse=make_warehouse(), quantity=2, by=SYSTEM, at=now + DAY)
    note_awaited_arrival(holder=order.uid, by=SYSTEM, at=now + DAY)
    (arrived,) = burning(buyer, now + DAY).orders
    assert (arrived.number, arrived.arrived_at, arrived.lost_at) == (order.number, now + DAY, None)
    order.refresh_from_db()
    assert all(one.arrived_at is None for one in burning(buyer, now + DAY + ARRIVALS).orders)


def test_burning_shows_nothing_to_who_may_not_see_orders(buyer, now):
    assert burning(Actor(user=buyer.user), now) is None


@pytest.mark.parametrize("orders", [0, 1, 3])
def test_burning_costs_two_queries(buyer, now, orders, django_assert_num_queries):
    for _ in range(orders):
        place_one(buyer, at=now)
    with django_assert_num_queries(2):
        assert len(burning(buyer, now + DAY).orders) == orders
