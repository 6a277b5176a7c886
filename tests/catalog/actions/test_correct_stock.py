"""What was counted replaces what is on hand, by movements, never below what buyers hold."""

import uuid
from datetime import datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from catalog.actions.correct_stock import Counted, CountedBelowReserved, correct_stock
from catalog.actions.reserve_stock import OutOfStock, reserve_stock
from catalog.enums import MovementKind, ReservationState
from catalog.models import Reservation, Stock, StockMovement
from tests.factories import make_product, make_stock, make_warehouse
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db


def count(now: datetime, *counted: tuple[Stock, int]) -> int:
    rows = [Counted(stock.product, stock.warehouse, pieces) for stock, pieces in counted]
    return correct_stock(counted=rows, by=SYSTEM, at=now)


def hold(stock: Stock, pieces: int, now: datetime) -> None:
    until = now + timedelta(days=1)
    reserve_stock(holder=uuid.uuid4(), wanted={stock.product_id: pieces}, until=until, by=SYSTEM, at=now)


def test_correct_stock_moves_what_differs(now: datetime) -> None:
    less, more, same = (make_stock(make_product(), 10) for _number in range(3))
    assert count(now, (less, 4), (more, 15), (same, 10)) == 2
    assert [Stock.objects.get(pk=one.pk).on_hand for one in (less, more, same)] == [4, 15, 10]
    moved = StockMovement.objects.filter(kind=MovementKind.CORRECTION).order_by("on_hand_delta")
    assert list(moved.values_list("stock", "on_hand_delta", "moved_at")) == [(less.pk, -6, now), (more.pk, 5, now)]


def test_correct_stock_makes_missing_balances_of_some_pieces_only(now: datetime) -> None:
    some, none, warehouse = make_product(), make_product(), make_warehouse()
    counted = [Counted(some, warehouse, 3), Counted(none, warehouse, 0)]
    assert correct_stock(counted=counted, by=SYSTEM, at=now) == 1
    assert (Stock.objects.get().product, Stock.objects.get().on_hand) == (some, 3)


def test_correct_stock_stops_at_what_is_reserved_and_takes_nothing(now: datetime) -> None:
    free, held = make_stock(make_product(), 10), make_stock(make_product("CF259X"), 10)
    hold(held, 3, now)
    assert count(now, (held, 3)) == 1
    with pytest.raises(CountedBelowReserved) as refusal:
        count(now, (free, 1), (held, 2))
    assert refusal.value.facts == {"product": "HP CF259X", "warehouse": "main", "counted": 2, "reserved": 3}
    assert Stock.objects.get(pk=free.pk).on_hand == 10


def test_correct_stock_clears_what_ran_out_first(now: datetime) -> None:
    stock = make_stock(make_product(), 10)
    hold(stock, 8, now)
    count(now + timedelta(days=2), (stock, 1))
    stock.refresh_from_db()
    assert (stock.on_hand, stock.reserved) == (1, 0)
    assert Reservation.objects.get().state == ReservationState.EXPIRED


@pytest.mark.django_db(transaction=True)
def test_correct_stock_and_a_reservation_never_both_win(now: datetime) -> None:
    for _round in range(5):
        stock = make_stock(make_product(), 10)
        answers = race([lambda stock=stock: count(now, (stock, 3)), lambda stock=stock: hold(stock, 5, now)])
        stock.refresh_from_db()
        refusals = [type(answer) for answer in answers if isinstance(answer, Exception)]
        assert refusals in ([CountedBelowReserved], [OutOfStock])
        assert (stock.on_hand, stock.reserved) == ((10, 5) if refusals == [CountedBelowReserved] else (3, 0))


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_a_count_without_a_lock_forgets_a_reservation(now: datetime) -> None:
    stock, meet = make_stock(make_product(), 10), meeting_point(2)

    def naive() -> None:
        read = Stock.objects.get(pk=stock.pk)
        meet()
        meet()  # the reservation is written between the reading and the writing
        read.on_hand = 6
        read.save()

    def reserve() -> None:
        meet()
        hold(stock, 5, now)
        meet()

    assert race([naive, reserve]) == [None, None]
    stock.refresh_from_db()
    assert (stock.reserved, Reservation.objects.get().quantity) == (0, 5)
