"""What a sheet of stock would change on hand and in transit."""

import uuid
from datetime import date, datetime, timedelta

import pytest

from accounts.actors import SYSTEM
from b2b_portal.core.jobs import JobCancelled
from catalog.actions.reserve_stock import reserve_stock
from catalog.enums import ImportKind
from catalog.imports.compare_stock import WarehouseNotSaid, compare_stock
from catalog.models import ImportBatch, ImportRow
from tests.catalog.imports.kinds import compare, layout_of, make_batch, row_of, verdicts
from tests.factories import make_product, make_stock, make_transit, make_warehouse

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 1)


@pytest.fixture
def batch(db: None) -> ImportBatch:
    return make_batch(ImportKind.STOCK, warehouse=make_warehouse())


def test_compare_stock_tells_what_is_new_more_less_and_the_same(batch: ImportBatch) -> None:
    for article in ("A1", "A2", "A3"):
        make_stock(make_product(article), 10)
    make_product("A4")
    make_product("A5")
    rows = [("HP", "A1", "12"), ("hp", " A2", "1 шт."), ("HP", "A3", "10"), ("HP", "A4", "1 000"), ("HP", "A5", "0")]
    report = compare(batch, "brand article stock", *rows)
    assert verdicts(batch) == {2: "up", 3: "down", 4: "same", 5: "new", 6: "same"}
    assert {name: report[name] for name in ("rows", "valid", "up", "down", "unchanged", "new", "missing")} == {
        "rows": 5, "valid": 5, "up": 1, "down": 1, "unchanged": 2, "new": 1, "missing": 0
    }  # fmt: skip
    assert (row_of(batch, 2).was, row_of(batch, 2).becomes, row_of(batch, 5).was) == (10, 12, None)


@pytest.mark.parametrize(
    ("stock", "reason"), [("-1", "bad_stock"), ("1,5", "bad_stock"), ("NaN", "bad_stock"), ("1e10", "bad_stock")]
)
def test_compare_stock_names_the_cell_that_is_no_number_of_pieces(batch: ImportBatch, stock: str, reason: str) -> None:
    make_product("A1")
    compare(batch, "brand article stock", ("HP", "A1", stock))
    row = row_of(batch, 2)
    assert (row.verdict, row.reason, row.said, row.detail) == ("bad", reason, stock, {"field": "stock"})


def test_compare_stock_never_takes_another_spelling_for_the_article(batch: ImportBatch) -> None:
    make_product("CE285A")
    make_product("0012345")
    make_product("4601234567890")
    spellings = ["СЕ285А", "ce285a", "CE-285A", "12345", "4601234567890.0", "4,60123E+12"]
    report = compare(batch, "brand article stock", *[("HP", one, "1") for one in spellings])
    assert list(verdicts(batch).values()) == ["unknown"] * 5 + ["bad"]
    assert (row_of(batch, 2).article, row_of(batch, 2).product_id) == ("СЕ285А", None)
    assert row_of(batch, 7).reason == "damaged_article"
    assert (report["unknown"], report["invalid"], report["valid"]) == (5, 1, 5)


def test_compare_stock_doubts_an_article_of_several_brands(batch: ImportBatch) -> None:
    make_product("A1", brand="HP")
    make_product("A1", brand="Canon")
    make_product("A2", brand="Canon")
    rows = [("", "A1", "1"), ("", "A2", "1"), ("Canon", "A1", "1"), ("Xerox", "A1", "1")]
    compare(batch, "brand article stock", *rows)
    assert list(verdicts(batch).values()) == ["doubtful", "new", "new", "unknown"]


def test_compare_stock_takes_the_first_of_equal_rows_and_none_that_contradict(batch: ImportBatch) -> None:
    make_product("A1")
    make_product("A2")
    report = compare(batch, "article stock", ("A1", "1"), ("A1", "1"), ("A2", "1"), ("A2", "2"), brand="HP")
    assert verdicts(batch) == {2: "new", 3: "repeated", 4: "repeated", 5: "repeated"}
    told = [(row_of(batch, line).reason, row_of(batch, line).said) for line in (3, 4, 5)]
    assert told == [("twin", "2"), ("contradiction", "5"), ("contradiction", "4")]
    assert (report["repeated"], report["invalid"], report["valid"]) == (3, 3, 1)


def test_compare_stock_refuses_less_than_is_reserved(batch: ImportBatch, now: datetime) -> None:
    stock = make_stock(make_product("A1"), 10)
    hold(stock.product_id, 4, datetime(2100, 1, 1, tzinfo=now.tzinfo), now)
    hold(stock.product_id, 3, now - timedelta(days=365), now - timedelta(days=366))
    rows = [("HP", "A1", "3"), ("HP", "A1", "4")]
    compare(batch, "brand article stock", *rows)
    assert (verdicts(batch), row_of(batch, 2).said) == ({2: "bad", 3: "down"}, "3 < 4")


def test_compare_stock_finds_what_the_file_lacks_in_its_warehouse_alone(batch: ImportBatch) -> None:
    told, lacks, gone = make_product("A1"), make_product("A2"), make_product("A3")
    make_stock(told, 1)
    make_stock(lacks, 7)
    make_stock(gone, 0)
    make_stock(told, 5, make_warehouse("spb"))
    report = compare(batch, "brand article stock", ("HP", "A1", "1"))
    assert (verdicts(batch), report["missing"]) == ({-1: "missing", 2: "same"}, 1)
    assert (row_of(batch, -1).product_id, row_of(batch, -1).was, row_of(batch, -1).becomes) == (lacks.pk, 7, 0)


def test_compare_stock_reads_the_warehouse_from_its_column(now: datetime) -> None:
    batch, spb = make_batch(ImportKind.STOCK), make_warehouse("spb")
    make_stock(make_product("A1"), 4)
    rows = [("A1", "SPB", "3"), ("A1", "Main", "3"), ("A1", "msk", "3"), ("A1", "", "3")]
    compare(batch, "article warehouse stock", *rows, brand="HP")
    assert list(verdicts(batch).values()) == ["new", "down", "bad", "bad"]
    assert row_of(batch, 2).detail == {"warehouse": spb.pk}
    assert (row_of(batch, 4).reason, row_of(batch, 4).said) == ("unknown_warehouse", "msk")


def test_compare_stock_wants_a_warehouse(now: datetime) -> None:
    with pytest.raises(WarehouseNotSaid):
        compare(make_batch(ImportKind.STOCK), "article stock", ("A1", "3"))


def test_compare_stock_reads_arrivals_and_drops_days_that_are_no_more(batch: ImportBatch) -> None:
    product = make_product("A1")
    make_stock(product, 5)
    make_transit(product, 3, FIRST)
    rows = [("A1", "5", "3", "15.12.2026"), ("A1", "5", "4", "2026-12-20"), ("A1", "", "4", "21.12.2026")]
    rows.append(rows[-1])
    compare(batch, "article stock in_transit expected_on", *rows, brand="HP")
    assert verdicts(batch) == {2: "up", 3: "up", 4: "up", 5: "repeated"}
    assert row_of(batch, 2).detail == {
        "warehouse": batch.warehouse_id, "on": "2026-12-15", "coming": 3, "coming_was": 0,
        "dropped": [{"on": "2026-12-01", "coming_was": 3}],
    }  # fmt: skip


@pytest.mark.parametrize(("coming", "day", "reason"), [("3", "", "day_missing"), ("3", "скоро", "bad_day")])
def test_compare_stock_wants_a_day_for_what_is_in_transit(
    batch: ImportBatch, coming: str, day: str, reason: str
) -> None:
    make_transit(make_product("A1"), 3, FIRST)
    compare(batch, "brand article in_transit expected_on", ("HP", "A1", coming, day))
    assert (row_of(batch, 2).verdict, row_of(batch, 2).reason) == ("bad", reason)


def test_compare_stock_leaves_out_rows_that_say_nothing(batch: ImportBatch) -> None:
    report = compare(batch, "brand article stock", ("", "Картриджи", ""), ("", "", ""), ("HP", "", "5"))
    assert (report["rows"], report["skipped"], verdicts(batch)) == (1, 2, {4: "bad"})


def test_compare_stock_again_leaves_the_same_rows(batch: ImportBatch) -> None:
    make_stock(make_product("A1"), 4)
    rows = [("HP", "A1", "3"), ("HP", "B1", "3")]
    first = compare(batch, "brand article stock", *rows)
    assert compare(batch, "brand article stock", *rows) == first
    assert ImportRow.objects.filter(batch_id=batch.pk).count() == 2


def test_compare_stock_stops_when_asked_to(batch: ImportBatch) -> None:
    def stop(done: int, bad: int) -> None:
        assert (done, bad) == (1, 1)
        raise JobCancelled

    with pytest.raises(JobCancelled):
        compare_stock(batch, iter([(2, ["A1", "3"])]), layout_of("article", "stock"), stop)


def hold(product_id: int, pieces: int, until: datetime, now: datetime) -> None:
    reserve_stock(holder=uuid.uuid4(), wanted={product_id: pieces}, until=until, by=SYSTEM, at=now)
