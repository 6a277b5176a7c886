from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.reserve_stock import OutOfStock, reserve_stock
from catalog.models import Reservation, Stock
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.note_expired_reservation import note_expired_reservation
from orders.actions.place_order import place_order
from orders.actions.renew_reservation import NothingToRenew, RenewalsSpent, renew_reservation
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one

pytestmark = pytest.mark.django_db


def test_renew_reservation_holds_for_the_contracts_days_from_now(buyer, now):
    order = place_one(buyer, at=now)
    later = now + timedelta(days=2)
    renewed = renew_reservation(order=order, by=buyer, at=later)
    assert renewed.reserved_until.date().isoformat() == "2026-11-30"
    assert Reservation.objects.get().until == renewed.reserved_until
    assert [entry.kind for entry in order.history.all()][2:] == ["renewed"]


def test_renew_reservation_lets_the_buyer_as_often_as_his_contract(buyer, now):
    order = place_one(buyer, at=now)
    renew_reservation(order=order, by=buyer, at=now)
    with pytest.raises(RenewalsSpent, match=str(buyer.company.account_manager)):
        renew_reservation(order=order, by=buyer, at=now)
    renew_reservation(order=order, by=make_staff(), at=now)
    order.refresh_from_db()
    assert order.renewals == 1


def test_renew_reservation_reserves_again_what_ran_out(buyer, now):
    order = place_one(buyer, quantity=4, at=now)
    later = now + timedelta(days=10)
    expire_reservations(by=SYSTEM, at=later)
    note_expired_reservation(holder=order.uid, by=SYSTEM, at=later)
    renew_reservation(order=order, by=buyer, at=later)
    assert Stock.objects.get().reserved == 4
    much_later = later + timedelta(days=10)
    expire_reservations(by=SYSTEM, at=much_later)
    for _ in range(2):
        note_expired_reservation(holder=order.uid, by=SYSTEM, at=much_later)
    kinds = [entry.kind for entry in order.history.all()]
    assert kinds[2:] == ["reservation_expired", "renewed", "reservation_expired"]


def test_renew_reservation_refuses_what_somebody_else_holds_by_now(buyer, now):
    order = place_one(buyer, quantity=4, at=now)
    later = now + timedelta(days=10)
    product_id = order.lines.get().product_id
    reserve_stock(holder=uuid4(), wanted={product_id: 8}, until=later + timedelta(1), by=SYSTEM, at=later)
    with pytest.raises(OutOfStock) as refused:
        renew_reservation(order=order, by=buyer, at=later)
    assert refused.value.facts["shortages"] == {product_id: 2}
    order.refresh_from_db()
    assert order.renewals == 0


def test_renew_reservation_leaves_awaited_pieces_awaited(buyer, now):
    product = make_product()
    make_price(product)
    make_stock(product, 1)
    change_cart_line(product=product, quantity=3, by=buyer, at=now)
    order = place_order(key=uuid4(), by=buyer, at=now, may_await=True)
    renew_reservation(order=order, by=buyer, at=now)
    assert Stock.objects.get().reserved == 1


def test_renew_reservation_refuses_an_order_that_is_over_or_holds_nothing(buyer, now):
    order = place_one(buyer, at=now)
    cancel_order(order=order, by=buyer, at=now)
    with pytest.raises(NothingToRenew):
        renew_reservation(order=order, by=buyer, at=now)
    assert Stock.objects.get().reserved == 0
    product = make_product()
    make_price(product)
    change_cart_line(product=product, quantity=3, by=buyer, at=now)
    waiting = place_order(key=uuid4(), by=buyer, at=now, may_await=True)
    with pytest.raises(NothingToRenew):
        renew_reservation(order=waiting, by=buyer, at=now)


def test_renew_reservation_refuses_whoever_may_not_order(buyer, now):
    order = place_one(buyer, at=now)
    with pytest.raises(NotAllowed):
        renew_reservation(order=order, by=make_actor(buyer.company, Role.VIEWER), at=now)
