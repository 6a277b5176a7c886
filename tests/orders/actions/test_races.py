"""Orders against the clock and against each other, on real connections; each race has a twin that shows the damage."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, transaction
from django.db.models import F

from accounts.actors import SYSTEM, Actor
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.reserve_stock import OutOfStock, reserve_stock
from catalog.enums import ReservationState
from catalog.models import Product, Reservation, Stock
from orders.actions.place_order import place_order
from orders.models import Cart, CartLine, Order
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.races import meeting_point, race, rounds

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 200
LINES = 40


def fill(actor: Actor, products: list[Product]) -> None:
    """Makes the actor's cart hold one of each product, in this order."""
    cart, _ = Cart.objects.get_or_create(company=actor.company, user=actor.user)
    cart.lines.all().delete()
    CartLine.objects.bulk_create(CartLine(cart=cart, product=product, quantity=1) for product in products)


def make_goods(kinds: int, pieces: int) -> list[Product]:
    products = [make_product() for _ in range(kinds)]
    for product in products:
        make_price(product)
        make_stock(product, pieces)
    return products


def hold_in_vain(product: Product, now):
    """Holds one piece from two days ago until an hour before now."""
    since, until = now - timedelta(days=2), now - timedelta(hours=1)
    reserve_stock(holder=uuid4(), wanted={product.pk: 1}, until=until, by=SYSTEM, at=since)


def test_checkout_against_expiry_sells_the_last_unit_once_two_hundred_times(now):
    """Each round one unit has just run out: beat clears it while two buyers order it."""
    products = make_goods(TIMES, 1)
    for product in products:
        hold_in_vain(product, now)
    Reservation.objects.update(until=now - timedelta(hours=1) + F("id") * timedelta(milliseconds=1))  # in turn

    def checkout(buyer: Actor):
        fill(buyer, products[:1])

        def run(number: int):
            try:
                return place_order(key=uuid4(), by=buyer, at=now)
            finally:
                fill(buyer, products[number + 1 : number + 2])

        return run

    answers = rounds(
        [checkout(make_actor()), checkout(make_actor()), lambda _: expire_reservations(by=SYSTEM, at=now, limit=1)],
        TIMES,
    )
    for first, second, cleared in answers:
        assert sorted(type(answer).__name__ for answer in (first, second)) == ["Order", "OutOfStock"]
        assert cleared in (0, 1)
    assert Order.objects.count() == TIMES
    assert set(Stock.objects.values_list("on_hand", "reserved")) == {(1, 1)}


@pytest.mark.unsound
def test_control_twin_expiry_without_the_stock_lock_frees_what_another_holds(now):
    """Two clearers see the same reservation run out, and each gives its piece back: one of a living buyer."""
    [product] = make_goods(1, 2)
    hold_in_vain(product, now)
    reserve_stock(holder=uuid4(), wanted={product.pk: 1}, until=now + timedelta(1), by=SYSTEM, at=now - timedelta(1))
    both_have_looked = meeting_point(2)

    def naive():
        due = list(Reservation.objects.filter(state=ReservationState.ACTIVE, until__lte=now))
        both_have_looked()
        for reservation in due:
            Stock.objects.filter(pk=reservation.stock_id).update(reserved=F("reserved") - reservation.quantity)
            Reservation.objects.filter(pk=reservation.pk).update(state=ReservationState.EXPIRED)

    assert race([naive, naive]) == [None, None]
    assert Reservation.objects.filter(state=ReservationState.ACTIVE).count() == 1
    assert Stock.objects.get().reserved == 0


@pytest.mark.parametrize("may_await", [False, True])
def test_place_order_of_forty_lines_in_opposite_order_meets_no_deadlock(now, may_await):
    products = make_goods(LINES, 3)
    buyers = [make_actor() for _ in range(4)]

    def checkout(at: int):
        in_order = products if at % 2 else products[::-1]
        fill(buyers[at], in_order)

        def run(_: int):
            try:
                return place_order(key=uuid4(), by=buyers[at], at=now, may_await=may_await)
            finally:
                fill(buyers[at], in_order)

        return run

    answers = sum(rounds([checkout(at) for at in range(4)], 3), [])
    refused = [answer for answer in answers if isinstance(answer, OutOfStock)]
    placed = [answer for answer in answers if isinstance(answer, Order)]
    assert len(refused) + len(placed) == 12
    assert len(placed) == (12 if may_await else 3)
    assert set(Stock.objects.values_list("reserved", flat=True)) == {3}


def test_control_twin_locks_in_the_carts_order_and_deadlocks(now):
    """What place_order would do if it reserved line by line as the cart lists them."""
    products = make_goods(2, 3)
    each_has_one = meeting_point(2)

    def naive(in_order: list[Product]):
        def run():
            with transaction.atomic():
                for product in in_order:
                    Stock.objects.select_for_update().get(product=product)
                    if product == in_order[0]:
                        each_has_one()

        return run

    answers = race([naive(products), naive(products[::-1])])
    assert [type(answer) for answer in answers if answer] == [OperationalError]
    assert "deadlock detected" in str(next(answer for answer in answers if answer))
