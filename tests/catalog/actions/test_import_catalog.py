"""An import: identity, second codes, differences, what is refused, what a second run writes."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection, connections

from accounts.actors import SYSTEM
from accounts.models import Tier
from b2b_portal.core.enums import JobState
from b2b_portal.core.models import Job
from catalog.actions import import_catalog as module
from catalog.actions.import_catalog import ImportReport, ImportRunning, import_catalog
from catalog.actions.import_catalog_prices import RateMissing
from catalog.enums import MovementKind
from catalog.feed import FeedRow, Reason, RefusedRow
from catalog.imports.profiles import JLCPARTS, PLAIN
from catalog.models import PriceChange, PriceList, Product, Rate, Stock, StockMovement, SupplierCode
from tests.factories import make_product, make_tier

pytestmark = pytest.mark.django_db
TABLES = "brand category product suppliercode price pricechange pricelist pricelistversion stock stockmovement rate"


def row(line: int = 2, article: str = "SMBJ6.0CA", code: str = "", **values: object) -> FeedRow:
    facts = {
        "brand": "Littelfuse",
        "key": article.replace(".", "").upper(),
        "category": ("Protection", "TVS"),
        "name": f"Diode {article}",
        "package": "SMB",
        "prices": ((1, Decimal("0.0116")), (500, Decimal("0.0090"))),
        "stock": 7,
        **values,
    }
    return FeedRow(line=line, article=article, code=code or f"C{line}", **facts)  # type: ignore[arg-type]


def run(*rows: FeedRow | RefusedRow, at: datetime, rate: str | None = "90", **options: object) -> ImportReport:
    facts = {"feed": JLCPARTS.feed, "warehouse": "main", "source_name": "feed.csv", "by": SYSTEM, **options}
    report = import_catalog(rows=rows, rate=Decimal(rate) if rate else None, at=at, **facts)  # type: ignore[arg-type]
    counted = report.created + report.updated + report.unchanged + report.second_codes + report.refused
    assert report.rows == counted
    assert report.refused == sum(report.reasons.values())
    return report


def versions() -> dict[str, set[tuple[str, str]]]:
    """The physical versions of all catalogue rows: an update or a new row shows."""
    found = {}
    with connection.cursor() as cursor:
        for name in TABLES.split():
            cursor.execute(f"SELECT ctid::text, xmin::text FROM catalog_{name}")
            found[name] = set(cursor.fetchall())
    return found


def test_a_new_row_makes_product_code_prices_and_stock(now: datetime) -> None:
    report = run(row(code="C77"), at=now)
    product = Product.objects.get()
    assert (report.created, report.prices_changed, report.stock_changed) == (1, 2, 1)
    assert (product.brand.name, product.article, product.key) == ("Littelfuse", "SMBJ6.0CA", "SMBJ60CA")
    assert (str(product.category), str(product.category.parent)) == ("TVS", "Protection")
    assert product.attributes == {"package": "SMB"}
    assert list(product.prices.order_by("quantity").values_list("quantity", "unit_price")) == [
        (1, Decimal("0.0116")),
        (500, Decimal("0.0090")),
    ]
    assert SupplierCode.objects.get().code == "C77"
    assert Stock.objects.get().on_hand == StockMovement.objects.get(kind=MovementKind.RECEIPT).on_hand_delta == 7


def test_odd_letters_go_in_as_they_are(now: datetime) -> None:
    run(row(article="A\\N\\t'\"{},😀", name="\\.", package="\\N", category=("a\\", "ж/b")), at=now)
    product = Product.objects.select_related("category").get()
    assert (product.article, product.name, product.category.name) == ("A\\N\\t'\"{},😀", "\\.", "ж/b")
    assert product.attributes == {"package": "\\N"}


def test_the_smallest_order_is_the_first_break(now: datetime) -> None:
    run(row(prices=((20, Decimal(1)),)), at=now)
    assert Product.objects.get().minimum_quantity == 20


def test_other_tiers_get_computed_lists_and_no_rows(now: datetime) -> None:
    make_tier("opt-2", percent=Decimal("-5"))
    run(row(), at=now)
    computed = PriceList.objects.get(code="jlcparts-opt-2")
    assert computed.source == PriceList.objects.get(code="jlcparts", tier__code="opt-1", currency="USD", is_gross=False)
    assert (computed.percent, computed.prices.count()) == (Decimal("-5"), 0)


def test_the_base_tier_is_made_where_it_is_missing(now: datetime) -> None:
    run(row(), at=now)
    assert Tier.objects.get().percent == 0


def test_a_second_run_writes_no_row_version(now: datetime) -> None:
    rows = [row(2), row(3, "SMBJ60CA"), row(4, "SMBJ6.0CA", code="C9"), row(5, "A-1", stock=0, prices=())]
    run(*rows, at=now)
    before = versions()
    report = run(*rows, at=now)
    assert (report.unchanged, report.prices_changed, report.stock_changed) == (4, 0, 0)
    assert versions() == before


def test_what_changed_in_the_feed_changes_and_leaves_its_trail(now: datetime) -> None:
    run(row(), row(3, "A-1"), at=now)
    new = row(name="New name", stock=3, prices=((1, Decimal("0.0200")), (1000, Decimal("0.0080"))))
    report = run(new, row(3, "A-1"), at=now)
    assert (report.updated, report.unchanged, report.prices_changed, report.stock_changed) == (1, 1, 3, 1)
    product = Product.objects.get(article="SMBJ6.0CA")
    assert product.name == "New name"
    changes = PriceChange.objects.filter(product=product, version__number=2).order_by("quantity")
    assert list(changes.values_list("quantity", "was", "becomes")) == [
        (1, Decimal("0.0116"), Decimal("0.0200")),
        (500, Decimal("0.0090"), None),
        (1000, None, Decimal("0.0080")),
    ]
    assert set(product.prices.values_list("quantity", "unit_price")) == {(1, Decimal("0.02")), (1000, Decimal("0.008"))}
    moves = StockMovement.objects.filter(stock__product=product).order_by("pk")
    assert list(moves.values_list("kind", "on_hand_delta")) == [("receipt", 7), ("correction", -4)]


@pytest.mark.unsound
def test_stock_never_falls_below_what_is_reserved(now: datetime) -> None:
    run(row(stock=7), at=now)
    Stock.objects.update(reserved=5)
    run(row(stock=2), at=now)
    assert Stock.objects.get().on_hand == 5
    assert run(row(stock=2), at=now).unchanged == 1


def test_a_feed_that_says_nothing_of_stock_leaves_it(now: datetime) -> None:
    run(row(stock=7), at=now)
    run(row(stock=None), at=now)
    assert Stock.objects.get().on_hand == 7


@pytest.mark.parametrize("chunk", [1, 10])
def test_a_known_article_in_the_same_package_is_a_second_code(
    now: datetime, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", chunk)
    rows = [row(2), row(3, stock=99, name="other", prices=((1, Decimal(5)),)), row(4, package="SOT-23")]
    report = run(*rows, at=now)
    assert (report.created, report.second_codes, report.reasons) == (1, 1, {"other_package": 1})
    assert [(problem.line, problem.reason) for problem in report.problems] == [(4, Reason.OTHER_PACKAGE)]
    product = Product.objects.get()
    assert list(product.supplier_codes.order_by("pk").values_list("code", flat=True)) == ["C2", "C3"]
    assert (product.name, Stock.objects.get().on_hand, product.prices.count()) == ("Diode SMBJ6.0CA", 7, 2)
    again = run(*rows, at=now)
    assert (again.unchanged, again.reasons) == (2, {"other_package": 1})


def test_another_category_is_no_second_code(now: datetime) -> None:
    report = run(row(2), row(3, category=("Protection", "Varistors")), at=now)
    assert report.reasons == {"other_package": 1}


@pytest.mark.parametrize("chunk", [1, 10])
def test_a_code_stands_in_a_file_once_and_belongs_to_one_article(
    now: datetime, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", chunk)
    report = run(row(2, "A-1", code="C1"), row(3, "A-2", code="C1"), row(4, "A-2", code="C4"), at=now)
    assert (report.created, report.reasons) == (2, {"repeated": 1})
    moved = run(row(2, "A-9", code="C1"), at=now)
    assert moved.reasons == {"other_product": 1}
    assert set(Product.objects.values_list("article", flat=True)) == {"A-1", "A-2"}


def test_spellings_that_share_a_key_are_different_products(now: datetime) -> None:
    run(row(2, "SMBJ6.0CA"), row(3, "SMBJ60CA"), row(4, "smbj6.0ca"), at=now)
    assert Product.objects.filter(key="SMBJ60CA").count() == 3


def test_a_product_made_by_hand_gets_its_first_code_and_price_at_once(now: datetime) -> None:
    run(row(2, "OTHER"), at=now)
    other = Product.objects.get()
    made = make_product("SMBJ6.0CA", brand="Littelfuse", attributes={"package": "SMB", "colour": "red"})
    Product.objects.filter(pk=made.pk).update(category=other.category)
    assert run(row(3), at=now).second_codes == 1
    before = versions()
    assert run(row(3), at=now).unchanged == 1
    assert versions() == before
    made.refresh_from_db()
    assert (made.prices.count(), made.attributes) == (2, {"package": "SMB", "colour": "red"})


def test_a_feed_without_codes_knows_products_by_brand_and_article(now: datetime) -> None:
    first = row(2, code="", package="", prices=((1, Decimal(100)),))
    plain = FeedRow(**{**{name: getattr(first, name) for name in FeedRow.__slots__}, "code": ""})
    assert run(plain, plain, at=now, feed=PLAIN.feed, rate=None).reasons == {"repeated": 1}
    assert run(plain, at=now, feed=PLAIN.feed, rate=None).unchanged == 1
    assert not SupplierCode.objects.exists()
    assert PriceList.objects.get(code="plain").currency == "RUB"


def test_refused_rows_are_counted_among_the_rows(now: datetime) -> None:
    report = run(row(2), RefusedRow(3, Reason.EMPTY_BRAND, "x"), at=now)
    assert (report.rows, report.created, report.reasons) == (2, 1, {"empty_brand": 1})


def test_the_rate_is_written_only_where_it_differs(now: datetime) -> None:
    run(row(), at=now, rate="90")
    run(row(), at=now, rate="90")
    run(row(), at=now, rate=None)
    assert Rate.objects.get().roubles == 90
    run(row(), at=now, rate="91.5")
    assert Rate.objects.get().roubles == Decimal("91.5")


def test_a_foreign_feed_needs_a_rate(now: datetime) -> None:
    with pytest.raises(RateMissing):
        run(row(), at=now, rate=None)
    assert not Job.objects.exists()


def test_progress_stands_on_a_job_and_asking_it_to_stop_ends_the_run(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", 2)

    def rows() -> Iterator[FeedRow]:
        for line in range(2, 12):
            yield row(line, f"A-{line}")

    real = module.save_products

    def stop_later(*args: object) -> None:
        Job.objects.update(is_cancel_asked=True)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "save_products", stop_later)
    report = run(*rows(), at=now)
    job = Job.objects.get()
    assert report.is_cancelled
    assert (job.kind, job.state, job.done) == ("import_catalog", JobState.CANCELLED, 2)
    assert Product.objects.count() == 2


def test_a_file_that_breaks_off_fails_the_job_and_keeps_what_went_in(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", 1)

    def rows() -> Iterator[FeedRow]:
        yield row(2)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        import_catalog(
            feed=JLCPARTS.feed,
            rows=rows(),
            warehouse="main",
            source_name="",
            rate=Decimal(90),
            by=SYSTEM,
            at=now,
        )
    assert Job.objects.get().state == JobState.FAILED
    assert Job.objects.get().error == "broken"
    assert Product.objects.count() == 1


def test_two_imports_at_once_are_refused(now: datetime) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [module._ONE_AT_A_TIME])
        with pytest.raises(ImportRunning):
            run(row(), at=now)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [module._ONE_AT_A_TIME])
    finally:
        other.close()
    assert run(row(), at=now).created == 1
