"""Balances and arrivals become what the sheet says, where nothing moved meanwhile."""

import uuid
from datetime import date, datetime, timedelta

import pytest

from accounts.actors import SYSTEM, Actor
from accounts.queries.staff import StaffOnly
from catalog.actions import publish_stock as action
from catalog.actions.await_stock import await_stock
from catalog.actions.correct_stock import Counted, correct_stock
from catalog.actions.reserve_awaited import reserve_awaited
from catalog.actions.reserve_stock import OutOfStock, reserve_stock
from catalog.enums import ImportKind, MovementKind, ReservationState
from catalog.models import Backorder, ImportBatch, Product, Reservation, Stock, StockMovement, Transit
from catalog.queries.awaiting import products_to_serve
from tests.catalog.imports.kinds import compare, make_batch, publish, row_of
from tests.factories import make_product, make_stock, make_transit, make_warehouse
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 15)


@pytest.fixture
def batch(db: None) -> ImportBatch:
    return make_batch(ImportKind.STOCK, warehouse=make_warehouse())


def hold(product: Product, pieces: int, now: datetime, days: int = 1) -> None:
    until = now + timedelta(days=days)
    reserve_stock(holder=uuid.uuid4(), wanted={product.pk: pieces}, until=until, by=SYSTEM, at=now)


def on_hand() -> dict[str, int]:
    return dict(Stock.objects.values_list("product__article", "on_hand"))


def test_publish_stock_moves_what_differs_and_nothing_twice(batch: ImportBatch, now: datetime) -> None:
    for article in ("A1", "A2", "A3"):
        make_stock(make_product(article), 10)
    make_product("A4")
    compare(batch, "article stock", ("A1", "12"), ("A2", "1"), ("A3", "10"), ("A4", "5"), ("B1", "5"), brand="HP")
    assert publish(batch, now) == {"balances": 3, "arrivals": 0, "refused": 0}
    assert on_hand() == {"A1": 12, "A2": 1, "A3": 10, "A4": 5}
    moved = StockMovement.objects.filter(kind=MovementKind.CORRECTION).order_by("on_hand_delta")
    assert list(moved.values_list("on_hand_delta", "moved_at")) == [(-9, now), (2, now), (5, now)]
    assert publish(batch, now) == {"balances": 0, "arrivals": 0, "refused": 0}
    assert StockMovement.objects.count() == 6


def test_publish_stock_goes_on_where_a_killed_run_stopped(
    batch: ImportBatch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action, "CHUNK_ROWS", 2)
    rows = [(f"A{number}", "5") for number in range(5)]
    for article, _stock in rows:
        make_product(article)
    compare(batch, "article stock", *rows, brand="HP")

    def die(done: int, _refused: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(batch, now, note=die)
    assert len(on_hand()) == 2
    assert publish(batch, now) == {"balances": 3, "arrivals": 0, "refused": 0}
    assert set(on_hand().values()) == {5}
    assert len(on_hand()) == 5


def test_publish_stock_takes_the_chosen_brands(batch: ImportBatch, now: datetime) -> None:
    canon = make_product("A2", brand="Canon")
    make_product("A1")
    compare(batch, "brand article stock", ("HP", "A1", "5"), ("Canon", "A2", "5"))
    publish(batch, now, brand_ids=[canon.brand_id])
    assert on_hand() == {"A2": 5}


def test_publish_stock_empties_what_is_missing_only_when_told(batch: ImportBatch, now: datetime) -> None:
    for article in ("A1", "A2", "A3"):
        make_stock(make_product(article), 10)
    hold(Product.objects.get(article="A3"), 2, now)
    compare(batch, "article stock", ("A1", "10"), brand="HP")
    assert publish(batch, now)["balances"] == 0
    assert publish(batch, now, removes_missing=True) == {"balances": 1, "arrivals": 0, "refused": 1}
    assert on_hand() == {"A1": 10, "A2": 0, "A3": 10}


def test_publish_stock_refuses_rows_below_what_was_reserved_meanwhile(batch: ImportBatch, now: datetime) -> None:
    held, free = make_product("A1"), make_product("A2")
    for product in (held, free):
        make_stock(product, 10)
    compare(batch, "article stock", ("A1", "3"), ("A2", "3"), brand="HP")
    hold(held, 4, now)
    assert publish(batch, now) == {"balances": 1, "arrivals": 0, "refused": 1}
    assert on_hand() == {"A1": 10, "A2": 3}
    row = row_of(batch, 2)
    assert (row.verdict, row.reason, row.said) == ("bad", "below_reserved", "3 < 4")


def test_publish_stock_refuses_a_balance_that_moved_meanwhile(batch: ImportBatch, now: datetime) -> None:
    stock = make_stock(make_product("A1"), 10)
    compare(batch, "article stock", ("A1", "12"), brand="HP")
    correct_stock(counted=[Counted(stock.product, stock.warehouse, 9)], by=SYSTEM, at=now)
    assert publish(batch, now) == {"balances": 0, "arrivals": 0, "refused": 1}
    assert (on_hand(), row_of(batch, 2).reason, row_of(batch, 2).said) == ({"A1": 9}, "changed_meanwhile", "10 → 9")


def test_publish_stock_clears_what_ran_out_first(batch: ImportBatch, now: datetime) -> None:
    stock = make_stock(make_product("A1"), 10)
    hold(stock.product, 8, now - timedelta(days=9))
    compare(batch, "article stock", ("A1", "1"), brand="HP")
    assert publish(batch, now)["balances"] == 1
    stock.refresh_from_db()
    assert (stock.on_hand, stock.reserved, Reservation.objects.get().state) == (1, 0, ReservationState.EXPIRED)


def test_publish_stock_sets_arrivals_and_promises_days_anew(batch: ImportBatch, now: datetime) -> None:
    product = make_product("A1")
    make_transit(product, 5, FIRST)
    until = now + timedelta(days=3)
    await_stock(holder=uuid.uuid4(), wanted={product.pk: 4}, until=until, working_days=3, by=SYSTEM, at=now)
    assert Backorder.objects.get().expected_on == FIRST
    compare(batch, "article in_transit expected_on", ("A1", "6", "15.12.2026"), brand="HP")
    assert publish(batch, now) == {"balances": 0, "arrivals": 2, "refused": 0}
    assert list(Transit.objects.values_list("expected_on", "quantity")) == [(SECOND, 6)]
    assert Backorder.objects.get().expected_on == SECOND
    assert publish(batch, now)["arrivals"] == 0


def test_publish_stock_leaves_arrivals_of_a_refused_row(batch: ImportBatch, now: datetime) -> None:
    product = make_product("A1")
    make_stock(product, 10)
    rows = [("A1", "3", "6", "15.12.2026"), ("A1", "", "1", "16.12.2026")]
    compare(batch, "article stock in_transit expected_on", *rows, brand="HP")
    hold(product, 4, now)
    assert publish(batch, now) == {"balances": 0, "arrivals": 1, "refused": 1}
    assert [one.quantity for one in Transit.objects.all()] == [1]


def test_publish_stock_brings_pieces_to_those_who_wait(batch: ImportBatch, now: datetime) -> None:
    product = make_product("A1")
    until = now + timedelta(days=3)
    await_stock(holder=uuid.uuid4(), wanted={product.pk: 4}, until=until, working_days=3, by=SYSTEM, at=now)
    compare(batch, "article stock", ("A1", "6"), brand="HP")
    publish(batch, now)
    assert reserve_awaited(product_ids=list(products_to_serve()), by=SYSTEM, at=now) == 4


def test_publish_stock_is_for_staff(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    with pytest.raises(StaffOnly):
        publish(batch, now, by=buyer)


@pytest.mark.django_db(transaction=True)
def test_publish_stock_of_two_files_at_once_tells_one_of_them(now: datetime) -> None:
    products = [make_product() for _number in range(30)]
    for product in products:
        make_stock(product, 10)
    main = make_warehouse()
    batches = [make_batch(ImportKind.STOCK, warehouse=main) for _number in range(2)]
    for batch, pieces, order in zip(batches, ("12", "14"), (products, products[::-1]), strict=True):
        compare(batch, "article stock", *[(product.article, pieces) for product in order], brand="HP")
    reports = race([lambda batch=batch: publish(batch, now) for batch in batches])
    assert sorted((one["balances"], one["refused"]) for one in reports) == [(0, 30), (30, 0)]
    assert len(set(on_hand().values())) == 1
    assert StockMovement.objects.filter(kind=MovementKind.CORRECTION).count() == 30


@pytest.mark.django_db(transaction=True)
def test_publish_stock_and_a_reservation_never_both_win(now: datetime) -> None:
    for _round in range(5):
        stock = make_stock(make_product(), 10)
        batch = make_batch(ImportKind.STOCK, warehouse=stock.warehouse)
        compare(batch, "article stock", (stock.product.article, "3"), brand="HP")
        published, held = race(
            [lambda batch=batch: publish(batch, now), lambda stock=stock: hold(stock.product, 5, now)]
        )
        stock.refresh_from_db()
        if isinstance(held, OutOfStock):
            assert (published["balances"], stock.on_hand, stock.reserved) == (1, 3, 0)
        else:
            assert (held, published["refused"], stock.on_hand, stock.reserved) == (None, 1, 10, 5)


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_publishing_without_a_lock_forgets_what_moved_between(now: datetime) -> None:
    """What the files would do if each read, decided and wrote: the trail of one stays, its pieces do not."""
    stock, meet = make_stock(make_product(), 10), meeting_point(2)

    def naive(becomes: int) -> None:
        read = Stock.objects.get(pk=stock.pk)
        meet()
        delta = becomes - read.on_hand
        StockMovement.objects.create(stock=stock, kind=MovementKind.CORRECTION, on_hand_delta=delta, moved_at=now)
        Stock.objects.filter(pk=stock.pk).update(on_hand=becomes)

    assert race([lambda: naive(12), lambda: naive(14)]) == [None, None]
    stock.refresh_from_db()
    moved = sum(StockMovement.objects.filter(stock=stock).values_list("on_hand_delta", flat=True))
    assert stock.on_hand in {12, 14}
    assert moved == 16
