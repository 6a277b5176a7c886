from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from b2b_portal.core.models import Delivery
from catalog.actions.await_stock import await_stock
from catalog.actions.expect_stock import expect_stock
from catalog.actions.receive_stock import receive_stock
from catalog.actions.release_stock import prolong_stock, release_stock
from catalog.actions.reserve_awaited import reserve_awaited
from catalog.actions.reserve_stock import reserve_stock
from catalog.enums import ReservationState
from catalog.models import Backorder, Reservation, Stock, Transit
from catalog.queries.awaiting import awaited_of, products_to_serve
from tests.factories import make_product, make_stock, make_warehouse
from tests.races import meeting_point, race, rounds

pytestmark = pytest.mark.django_db
SOON, LATER = date(2026, 12, 1), date(2026, 12, 10)


def wait_for(product, quantity, now, holder=None):
    holder = holder or uuid4()
    until = now + timedelta(days=3)
    await_stock(holder=holder, wanted={product.pk: quantity}, until=until, working_days=3, by=SYSTEM, at=now)
    return holder


def receive(product, quantity, now, code="main"):
    return receive_stock(product=product, warehouse=make_warehouse(code), quantity=quantity, by=SYSTEM, at=now)


def expect(product, quantity, day, now, code="main"):
    there = make_warehouse(code)
    expect_stock(product=product, warehouse=there, quantity=quantity, expected_on=day, by=SYSTEM, at=now)


def held_for(holder):
    return sum(
        Reservation.objects.filter(holder=holder, state=ReservationState.ACTIVE).values_list("quantity", flat=True)
    )


def test_await_stock_holds_what_is_free_and_awaits_the_rest(now):
    product = make_product()
    make_stock(product, 2)
    holder = wait_for(product, 5, now)
    assert held_for(holder) == 2
    assert awaited_of(holder)[product.pk].quantity == 3
    assert awaited_of(holder)[product.pk].expected_on is None


def test_await_stock_awaits_nothing_where_all_is_free(now):
    product = make_product()
    make_stock(product, 5)
    holder = wait_for(product, 5, now)
    assert held_for(holder) == 5
    assert awaited_of(holder) == {}


def test_await_stock_promises_the_day_that_serves_those_before_too(now):
    product = make_product()
    expect(product, 4, SOON, now)
    expect(product, 10, LATER, now, "spb")
    first, second = wait_for(product, 3, now), wait_for(product, 3, now)
    assert awaited_of(first)[product.pk].expected_on == SOON
    assert awaited_of(second)[product.pk].expected_on == LATER


def test_expect_stock_says_the_days_anew_and_zero_takes_a_day_back(now):
    product = make_product()
    holder = wait_for(product, 3, now)
    expect(product, 3, LATER, now)
    assert awaited_of(holder)[product.pk].expected_on == LATER
    expect(product, 3, SOON, now)
    assert awaited_of(holder)[product.pk].expected_on == SOON
    expect(product, 0, SOON, now)
    expect(product, 0, LATER, now)
    assert awaited_of(holder)[product.pk].expected_on is None
    assert not Transit.objects.exists()


def test_receive_stock_reserves_for_the_oldest_first_and_leaves_the_rest_free(now):
    product = make_product()
    old = wait_for(product, 3, now - timedelta(hours=1))
    young = wait_for(product, 3, now)
    stock = receive(product, 5, now)
    assert (held_for(old), held_for(young)) == (3, 2)
    assert awaited_of(old) == {}
    assert awaited_of(young)[product.pk].quantity == 1
    assert (stock.on_hand, stock.reserved) == (5, 5)
    stock = receive(product, 5, now)
    assert held_for(young) == 3
    assert (stock.on_hand, stock.reserved) == (10, 6)


def test_receive_stock_holds_arrived_pieces_for_the_terms_of_whoever_waits(now):
    product = make_product()
    holder = wait_for(product, 1, now)
    receive(product, 1, now)
    assert Reservation.objects.get(holder=holder).until.date().isoformat() == "2026-11-26"


def test_receive_stock_announces_once_per_holder(now):
    product = make_product()
    holder = wait_for(product, 3, now)
    receive(product, 3, now)
    receive(product, 3, now)
    payloads = Delivery.objects.filter(event="catalog.awaited_arrived").values_list("payload", flat=True)
    assert list(payloads) == [{"holder": str(holder)}]


def test_receive_stock_takes_what_came_off_the_way_the_earliest_day_first(now):
    product = make_product()
    expect(product, 4, SOON, now)
    expect(product, 4, LATER, now)
    expect(product, 4, SOON, now, "spb")
    receive(product, 5, now)
    left = Transit.objects.order_by("warehouse__code").values_list("warehouse__code", "expected_on", "quantity")
    assert list(left) == [("main", LATER, 3), ("spb", SOON, 4)]


def test_release_stock_ends_the_waiting_and_moves_the_next_up(now):
    product = make_product()
    first, second = wait_for(product, 3, now), wait_for(product, 3, now)
    expect(product, 3, SOON, now)
    assert awaited_of(second)[product.pk].expected_on is None
    release_stock(holder=first, by=SYSTEM, at=now)
    assert awaited_of(first) == {}
    assert awaited_of(second)[product.pk].expected_on == SOON
    receive(product, 3, now)
    assert (held_for(first), held_for(second)) == (0, 3)


def test_release_stock_of_one_product_leaves_the_others(now):
    one, other = make_product(), make_product()
    make_stock(one, 1)
    make_stock(other, 1)
    holder = uuid4()
    wanted = {one.pk: 2, other.pk: 2}
    await_stock(holder=holder, wanted=wanted, until=now + timedelta(1), working_days=1, by=SYSTEM, at=now)
    assert release_stock(holder=holder, product_ids=[one.pk], by=SYSTEM, at=now) == 1
    assert held_for(holder) == 1
    assert list(awaited_of(holder)) == [other.pk]


def test_reserve_awaited_serves_what_became_free_without_a_receipt(now):
    product = make_product()
    make_stock(product, 2)
    other = uuid4()
    reserve_stock(holder=other, wanted={product.pk: 2}, until=now + timedelta(1), by=SYSTEM, at=now)
    holder = wait_for(product, 2, now)
    assert products_to_serve() == []
    release_stock(holder=other, by=SYSTEM, at=now)
    assert products_to_serve() == [product.pk]
    assert reserve_awaited(product_ids=[product.pk], by=SYSTEM, at=now) == 2
    assert held_for(holder) == 2
    assert products_to_serve() == []


def test_reserve_awaited_counts_what_ran_out_as_free(now):
    product = make_product()
    make_stock(product, 1)
    reserve_stock(holder=uuid4(), wanted={product.pk: 1}, until=now + timedelta(1), by=SYSTEM, at=now)
    holder = wait_for(product, 1, now)
    assert reserve_awaited(product_ids=[product.pk], by=SYSTEM, at=now + timedelta(2)) == 1
    assert held_for(holder) == 1


def test_prolong_stock_holds_longer_and_never_shorter(now):
    product = make_product()
    make_stock(product, 1)
    holder = uuid4()
    reserve_stock(holder=holder, wanted={product.pk: 1}, until=now + timedelta(2), by=SYSTEM, at=now)
    assert prolong_stock(holder=holder, until=now + timedelta(5), by=SYSTEM, at=now) == 1
    prolong_stock(holder=holder, until=now + timedelta(1), by=SYSTEM, at=now)
    assert Reservation.objects.get().until == now + timedelta(5)


def test_prolong_stock_does_not_raise_the_dead(now):
    product = make_product()
    make_stock(product, 1)
    holder = uuid4()
    reserve_stock(holder=holder, wanted={product.pk: 1}, until=now + timedelta(1), by=SYSTEM, at=now)
    later = now + timedelta(1)
    assert prolong_stock(holder=holder, until=now + timedelta(5), by=SYSTEM, at=later) == 0
    assert Reservation.objects.get().state == ReservationState.EXPIRED


@pytest.mark.django_db(transaction=True)
def test_receive_stock_against_await_stock_never_leaves_someone_waiting_beside_free_goods(now):
    products = [make_product() for _ in range(40)]
    holders = [uuid4() for _ in products]
    make_warehouse()
    answers = rounds(
        [
            lambda number: wait_for(products[number], 3, now, holders[number]),
            lambda number: receive(products[number], 5, now),
        ],
        len(products),
    )
    assert not [answer for answer in sum(answers, []) if isinstance(answer, Exception)]
    assert [held_for(holder) for holder in holders] == [3] * len(holders)
    assert not Backorder.objects.filter(state="waiting").exists()


@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_product_lock_waits_beside_free_goods(now):
    """Who awaits sees an empty shelf; the goods come and find nobody waiting; then the waiting is written."""
    product = make_product()
    stock = make_stock(product, 0)
    holder = uuid4()
    looked, received = meeting_point(2), meeting_point(2)

    def naive_wait():
        free = Stock.objects.get(pk=stock.pk).on_hand
        looked()
        received()
        Backorder.objects.create(product=product, holder=holder, quantity=3 - free, asked_at=now, working_days=3)

    def naive_receipt():
        looked()
        receive(product, 5, now)
        received()

    assert race([naive_wait, naive_receipt]) == [None, None]
    assert awaited_of(holder)[product.pk].quantity == 3
    assert Stock.objects.get(pk=stock.pk).on_hand == 5
    assert held_for(holder) == 0
