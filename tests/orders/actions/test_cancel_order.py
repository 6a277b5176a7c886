from datetime import timedelta

import pytest

from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from catalog.actions.release_stock import release_stock, ship_stock
from catalog.models import Reservation, Stock
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.note_history import note_history
from orders.actions.ship_order import ship_order
from orders.enums import HistoryKind, OrderStatus
from orders.models import Order
from orders.states import IllegalMove, check_move
from tests.factories import make_actor
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one
from tests.races import meeting_point, race


def kinds(order):
    return [entry.kind for entry in order.history.all()]


def balance():
    return Stock.objects.values_list("on_hand", "reserved").get()


def test_cancel_order_frees_the_goods_and_tells_why(buyer, now):
    order = place_one(buyer, 3, now)
    assert balance() == (10, 3)
    cancel_order(order=order, by=buyer, at=now, reason=" Found an analogue ")
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    assert balance() == (10, 0)
    assert Reservation.objects.get().state == "released"
    entry = order.history.last()
    assert (entry.kind, entry.by_name, entry.facts) == ("cancelled", str(buyer.user), {"reason": "Found an analogue"})


def test_cancel_order_of_a_confirmed_order(buyer, now):
    order = place_one(buyer, at=now)
    confirm_order(order=order, by=make_staff(), at=now)
    assert cancel_order(order=order, by=buyer, at=now).status == OrderStatus.CANCELLED


def test_cancel_order_sent_twice_is_cancelled_once(buyer, now):
    order = place_one(buyer, at=now)
    for _ in range(2):
        assert cancel_order(order=order, by=buyer, at=now).status == OrderStatus.CANCELLED
    assert kinds(order).count("cancelled") == 1


def test_cancel_order_refuses_what_is_shipped_and_leaves_the_stock(buyer, now):
    order, staff = place_one(buyer, at=now), make_staff()
    confirm_order(order=order, by=staff, at=now)
    ship_order(order=order, by=staff, at=now)
    with pytest.raises(IllegalMove) as refused:
        cancel_order(order=order, by=buyer, at=now)
    assert refused.value.facts["old"] == OrderStatus.SHIPPED.label
    assert balance() == (9, 0)


def test_cancel_order_refuses_a_viewer_and_names_who_can(buyer, now):
    order = place_one(buyer, at=now)
    with pytest.raises(NotAllowed) as refused:
        cancel_order(order=order, by=make_actor(buyer.company, Role.VIEWER), at=now)
    assert str(buyer.user) in str(refused.value)
    assert balance() == (10, 1)


def test_cancel_order_refuses_a_purchaser_of_another_company(buyer, now):
    order = place_one(buyer, at=now)
    with pytest.raises(NotAllowed):
        cancel_order(order=order, by=make_actor(), at=now)


def test_cancel_order_is_open_to_staff_at_work(buyer, now):
    staff = make_staff()
    order = cancel_order(order=place_one(buyer, at=now), by=staff, at=now)
    assert order.history.last().by_name == str(staff.user)


def test_cancel_order_after_its_reservation_ran_out(buyer, now):
    order = place_one(buyer, at=now - timedelta(days=10))
    assert cancel_order(order=order, by=buyer, at=now).status == OrderStatus.CANCELLED
    assert balance() == (10, 0)


@pytest.mark.django_db(transaction=True)
def test_cancel_order_against_ship_order_has_one_winner_twenty_times(now):
    buyer, staff = make_actor(), make_staff()
    for _ in range(20):
        order = place_one(buyer, at=now)
        confirm_order(order=order, by=staff, at=now)
        verbs = (cancel_order, buyer), (ship_order, staff)
        answers = race([lambda verb=verb, by=by, order=order: verb(order=order, by=by, at=now) for verb, by in verbs])
        assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [IllegalMove]
        order.refresh_from_db()
        assert kinds(order)[3:] == [order.status]
        stock = Stock.objects.get(product=order.lines.get().product)
        left = {OrderStatus.CANCELLED: (10, 0), OrderStatus.SHIPPED: (9, 0)}
        assert (stock.on_hand, stock.reserved) == left[order.status]


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_order_lock_ships_a_cancelled_order(now):
    """Both see a confirmed order before either has written: the goods go, and the buyer was told «cancelled»."""
    buyer, staff = make_actor(), make_staff()
    order = place_one(buyer, at=now)
    confirm_order(order=order, by=staff, at=now)
    both_have_looked = meeting_point(2)

    def naive(status, kind, move, by):
        def run():
            seen = Order.objects.get(pk=order.pk)
            check_move(seen.status, status)
            both_have_looked()
            move(holder=order.uid, by=by, at=now)
            Order.objects.filter(pk=order.pk).update(status=status)
            note_history(seen, kind, by=by, at=now)

        return run

    cancel = naive(OrderStatus.CANCELLED, HistoryKind.CANCELLED, release_stock, buyer)
    ship = naive(OrderStatus.SHIPPED, HistoryKind.SHIPPED, ship_stock, staff)
    assert race([cancel, ship]) == [None, None]
    assert {"cancelled", "shipped"} <= set(kinds(order))
