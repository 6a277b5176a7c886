from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.release_stock import release_stock, ship_stock
from catalog.actions.reserve_stock import OutOfStock, reserve_stock
from catalog.enums import MovementKind, ReservationState
from catalog.models import Product, Reservation, Stock, StockMovement
from catalog.queries.availability import free_by_warehouse
from tests.factories import make_product, make_stock, make_warehouse
from tests.races import meeting_point, race


def free(product, now):
    return sum(one.free for one in free_by_warehouse([product.pk], now)[product.pk])


def reserve(product, quantity, now, holder=None, days=3):
    return reserve_stock(
        holder=holder or uuid4(), wanted={product.pk: quantity}, until=now + timedelta(days=days), by=SYSTEM, at=now
    )


@pytest.mark.django_db
def test_reserve_stock_holds_pieces_and_writes_the_trail(now):
    product = make_product()
    stock = make_stock(product, 10)
    reserve(product, 4, now)
    stock.refresh_from_db()
    assert (stock.on_hand, stock.reserved) == (10, 4)
    movement = StockMovement.objects.get(kind=MovementKind.RESERVE)
    assert (movement.on_hand_delta, movement.reserved_delta) == (0, 4)
    assert free(product, now) == 6


@pytest.mark.django_db
def test_reserve_stock_takes_from_the_nearest_warehouse_first(now):
    product = make_product()
    far = make_stock(product, 10, make_warehouse("far", position=2))
    near = make_stock(product, 3, make_warehouse("near", position=1))
    reserve(product, 5, now)
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.reserved, far.reserved) == (3, 2)


@pytest.mark.django_db
def test_reserve_stock_refuses_with_what_is_free_and_holds_nothing(now):
    plenty, scarce = make_product(), make_product()
    make_stock(plenty, 10)
    make_stock(scarce, 2)
    with pytest.raises(OutOfStock) as refused:
        reserve_stock(
            holder=uuid4(), wanted={plenty.pk: 1, scarce.pk: 3}, until=now + timedelta(days=1), by=SYSTEM, at=now
        )
    assert refused.value.facts["shortages"] == {scarce.pk: 2}
    assert not Reservation.objects.exists()
    assert not Stock.objects.filter(reserved__gt=0).exists()


@pytest.mark.django_db
def test_reserve_stock_counts_a_run_out_reservation_as_free_before_it_is_cleared(now):
    product = make_product()
    make_stock(product, 1)
    reserve(product, 1, now - timedelta(days=5), days=3)
    assert free(product, now) == 1
    reserve(product, 1, now)
    assert sorted(Reservation.objects.values_list("state", flat=True)) == ["active", "expired"]


@pytest.mark.django_db
def test_expire_reservations_frees_the_pieces_once(now):
    product = make_product()
    stock = make_stock(product, 5)
    reserve(product, 5, now - timedelta(days=5), days=3)
    assert expire_reservations(by=SYSTEM, at=now) == 1
    assert expire_reservations(by=SYSTEM, at=now) == 0
    stock.refresh_from_db()
    assert stock.reserved == 0
    assert Reservation.objects.get().state == ReservationState.EXPIRED


@pytest.mark.django_db
def test_release_stock_frees_only_the_holder(now):
    product = make_product()
    stock = make_stock(product, 5)
    mine = uuid4()
    reserve(product, 2, now, mine)
    reserve(product, 1, now)
    assert release_stock(holder=mine, by=SYSTEM, at=now) == 2
    stock.refresh_from_db()
    assert (stock.on_hand, stock.reserved) == (5, 1)


@pytest.mark.django_db
def test_ship_stock_takes_the_pieces_away(now):
    product = make_product()
    stock = make_stock(product, 5)
    mine = uuid4()
    reserve(product, 2, now, mine)
    assert ship_stock(holder=mine, by=SYSTEM, at=now) == 2
    stock.refresh_from_db()
    assert (stock.on_hand, stock.reserved) == (3, 0)


@pytest.mark.django_db(transaction=True)
def test_reserve_stock_gives_the_last_unit_to_one_of_two_buyers(now):
    product = make_product()
    stock = make_stock(product, 1)
    answers = race([lambda: reserve(product, 1, now)] * 8)
    assert sum(isinstance(answer, OutOfStock) for answer in answers) == 7
    stock.refresh_from_db()
    assert stock.reserved == 1
    assert Reservation.objects.count() == 1


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_control_twin_read_decide_write_sells_the_last_unit_twice(now):
    """What reserve_stock would do without its lock: both read one free piece, both promise it."""
    product = make_product()
    stock = make_stock(product, 1)
    both_have_read = meeting_point(2)

    def naive() -> None:
        seen = Stock.objects.get(pk=stock.pk)
        both_have_read()
        if seen.on_hand - seen.reserved >= 1:
            Stock.objects.filter(pk=seen.pk).update(reserved=seen.reserved + 1)
            Reservation.objects.create(stock=seen, holder=uuid4(), quantity=1, until=now)

    assert race([naive, naive]) == [None, None]
    assert Reservation.objects.count() == 2
    stock.refresh_from_db()
    assert stock.reserved == 1


@pytest.mark.django_db(transaction=True)
def test_reserve_stock_in_opposite_order_meets_no_deadlock(now):
    products: list[Product] = [make_product() for _ in range(12)]
    for product in products:
        make_stock(product, 1000)
    orders = [{p.pk: 1 for p in products}, {p.pk: 1 for p in reversed(products)}] * 4

    def order(wanted):
        return lambda: reserve_stock(holder=uuid4(), wanted=wanted, until=now + timedelta(days=1), by=SYSTEM, at=now)

    answers = race([order(wanted) for wanted in orders])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert set(Stock.objects.values_list("reserved", flat=True)) == {8}
