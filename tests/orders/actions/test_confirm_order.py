import pytest

from accounts.queries.staff import StaffOnly
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.enums import OrderStatus
from orders.states import IllegalMove
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


def test_confirm_order_moves_it_and_notes_who(buyer, now):
    staff = make_staff()
    order = confirm_order(order=place_one(buyer, at=now), by=staff, at=now)
    assert order.status == OrderStatus.CONFIRMED
    entry = order.history.last()
    assert (entry.kind, entry.by_name, entry.happened_at) == ("confirmed", str(staff.user), now)


def test_confirm_order_is_for_staff_only(buyer, now):
    with pytest.raises(StaffOnly):
        confirm_order(order=place_one(buyer, at=now), by=buyer, at=now)


def test_confirm_order_refuses_a_cancelled_order(buyer, now):
    order = cancel_order(order=place_one(buyer, at=now), by=buyer, at=now)
    with pytest.raises(IllegalMove):
        confirm_order(order=order, by=make_staff(), at=now)
