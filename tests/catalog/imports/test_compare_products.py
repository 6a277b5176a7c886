"""What a sheet of products would make and change, and what publishing it makes and changes."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Actor
from accounts.queries.staff import StaffOnly
from catalog.actions import publish_products as action
from catalog.actions.save_products import SaidProduct, save_products
from catalog.enums import ImportKind, Unit
from catalog.models import Brand, Category, ImportBatch, Product
from tests.catalog.imports.kinds import compare, make_batch, publish, row_of, verdicts
from tests.factories import make_product

pytestmark = pytest.mark.django_db
HEADINGS = "brand article name category unit vat_rate pack_multiple minimum_quantity attribute:Цвет"


@pytest.fixture
def batch(db: None) -> ImportBatch:
    return make_batch(ImportKind.PRODUCTS)


def test_compare_products_tells_new_changed_same_and_missing(batch: ImportBatch) -> None:
    make_product("A1", name="One", attributes={"Цвет": "red", "package": "box"})
    make_product("A2", name="Two")
    lacking = make_product("A3")
    make_product("A4", is_on_sale=False)
    rows = [
        ("hp", "A1", "One", "Cartridges", "шт.", "VAT_22", "1", "5", "blue"),
        ("HP", "A2", "Two", "Cartridges", "pcs", "22%", "1", "", ""),
        ("HP", "N1", "New", "Paper > A4", "уп", "без НДС", "5", "10", "white"),
        ("Xerox", "A1", "Three", "", "", "", "", "", ""),
    ]
    report = compare(batch, HEADINGS, *rows)
    assert verdicts(batch) == {-1: "missing", 2: "changed", 3: "same", 4: "new", 5: "new"}
    assert row_of(batch, 2).detail == {
        "was": {"minimum_quantity": 1, "attribute:Цвет": "red"},
        "becomes": {"minimum_quantity": 5, "attribute:Цвет": "blue"},
    }
    assert row_of(batch, -1).product_id == lacking.pk
    assert (report["new_brands"], report["new_categories"]) == (["Xerox"], ["Paper > A4"])
    assert (report["new"], report["changed"], report["unchanged"], report["missing"]) == (2, 1, 1, 1)
    assert not Brand.objects.filter(name="Xerox").exists()


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("unit", "бочка", "bad_unit"),
        ("vat_rate", "22.5", "bad_vat"),
        ("vat_rate", "NaN", "bad_vat"),
        ("pack_multiple", "0", "bad_count"),
        ("minimum_quantity", "много", "bad_count"),
        ("name", "x" * 501, "long_name"),
        ("category", ">", "bad_category"),
    ],
)
def test_compare_products_names_the_cell_that_cannot_be_taken(
    batch: ImportBatch, column: str, text: str, reason: str
) -> None:
    make_product("A1")
    compare(batch, f"brand article {column}", ("HP", "A1", text))
    row = row_of(batch, 2)
    assert (row.verdict, row.reason, row.said, row.detail) == ("bad", reason, text[:200], {"field": column})


def test_compare_products_wants_a_brand_and_a_name_of_new_ones(batch: ImportBatch) -> None:
    make_product("A1")
    rows = [("", "A1", "One"), ("", "N1", "New"), ("HP", "N2", ""), ("HP", "", "Group")]
    report = compare(batch, "brand article name", *rows)
    assert verdicts(batch) == {2: "changed", 3: "bad", 4: "bad"}
    assert [row_of(batch, line).reason for line in (3, 4)] == ["empty_brand", "nameless"]
    assert report["skipped"] == 1


def test_compare_products_doubts_twins_of_known_articles(batch: ImportBatch) -> None:
    make_product("CE285A", brand="HP")
    make_product("B1", brand="HP")
    make_product("B1", brand="Canon")
    rows = [("HP", "СЕ285А", "New"), ("HP", "ce285a", "New"), ("HP", "CE-285A", "New"), ("", "B1", "New")]
    compare(batch, "brand article name", *rows)
    assert list(verdicts(batch).values())[-4:] == ["doubtful", "doubtful", "new", "doubtful"]


def test_compare_products_takes_none_of_two_that_contradict(batch: ImportBatch) -> None:
    rows = [("HP", "N1", "One"), ("hp", "N1", "Two"), ("HP", "N2", "One"), ("HP", "N2", "One")]
    compare(batch, "brand article name", *rows)
    assert verdicts(batch) == {2: "repeated", 3: "repeated", 4: "new", 5: "repeated"}


def test_publish_products_makes_and_changes_what_was_said(batch: ImportBatch, now: datetime) -> None:
    known = make_product("A1", name="One", attributes={"Цвет": "red", "package": "box"}, pack_multiple=3)
    rows = [
        ("HP", "A1", "Uno", "", "", "", "", "", "blue"),
        ("Xerox", "N1", "New", "Paper > A4", "уп", "без НДС", "5", "10", "white"),
        ("xerox", "N2", "New too", "", "", "10", "", "", ""),
    ]
    compare(batch, HEADINGS, *rows)
    assert publish(batch, now) == {"made": 2, "changed": 1, "retired": 0, "refused": 0}
    known.refresh_from_db()
    assert (known.name, known.attributes, known.pack_multiple, known.category.name) == (
        "Uno", {"Цвет": "blue", "package": "box"}, 3, "Cartridges"
    )  # fmt: skip
    first, second = Product.objects.filter(brand__name__iexact="xerox").order_by("article")
    assert (str(first.category.parent), first.category.name, first.vat_rate) == ("Paper", "A4", None)
    assert (first.unit, first.pack_multiple, first.minimum_quantity, first.attributes) == (
        Unit.PACK, 5, 10, {"Цвет": "white"}
    )  # fmt: skip
    assert (second.category.name, second.vat_rate, second.key) == ("Без раздела", Decimal("0.10"), "N2")
    assert first.brand == second.brand
    before = versions()
    assert publish(batch, now) == {"made": 0, "changed": 0, "retired": 0, "refused": 0}
    assert versions() == before


def test_publish_products_adds_an_attribute_that_was_not_there(batch: ImportBatch, now: datetime) -> None:
    known = make_product("A1", attributes={"package": "box"})
    compare(batch, "brand article attribute:Цвет", ("HP", "A1", "blue"))
    assert row_of(batch, 2).detail == {"was": {}, "becomes": {"attribute:Цвет": "blue"}}
    assert publish(batch, now)["changed"] == 1
    known.refresh_from_db()
    assert known.attributes == {"package": "box", "Цвет": "blue"}


def test_publish_products_goes_on_where_a_killed_run_stopped(
    batch: ImportBatch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action, "CHUNK_ROWS", 2)
    compare(batch, "article name", *[(f"N{number}", "New") for number in range(5)], brand="Xerox")

    def die(done: int, _refused: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(batch, now, note=die)
    assert Product.objects.count() == 2
    assert publish(batch, now)["made"] == 3
    assert Product.objects.filter(brand__name="Xerox").count() == 5


def test_publish_products_takes_the_chosen_brands(batch: ImportBatch, now: datetime) -> None:
    canon = make_product("A1", brand="Canon")
    rows = [("HP", "N1", "New"), ("Canon", "N2", "New"), ("Xerox", "N3", "New")]
    make_product("A2")
    compare(batch, "brand article name", *rows)
    assert publish(batch, now, brand_ids=[canon.brand_id])["made"] == 1
    assert not Brand.objects.filter(name="Xerox").exists()


def test_publish_products_takes_missing_ones_off_sale_only_when_told(batch: ImportBatch, now: datetime) -> None:
    for article in ("A1", "A2"):
        make_product(article)
    make_product("A3", brand="Canon")
    compare(batch, "brand article name", ("HP", "A1", "One"))
    assert publish(batch, now) == {"made": 0, "changed": 1, "retired": 0, "refused": 0}
    assert publish(batch, now, removes_missing=True)["retired"] == 1
    assert publish(batch, now, removes_missing=True)["retired"] == 0
    assert list(Product.objects.filter(is_on_sale=False).values_list("article", flat=True)) == ["A2"]


def test_publish_products_leaves_what_was_changed_meanwhile(batch: ImportBatch, now: datetime) -> None:
    known = make_product("A1", name="One")
    compare(batch, "brand article name", ("HP", "A1", "Two"), ("HP", "N1", "New"))
    other = {"name": "By hand", "category": Category.objects.get()}
    said = [SaidProduct("HP", article, other) for article in ("A1", "N1")]  # type: ignore[arg-type]
    save_products(products=said, by=SYSTEM, at=now)
    assert publish(batch, now) == {"made": 0, "changed": 0, "retired": 0, "refused": 2}
    known.refresh_from_db()
    assert (known.name, row_of(batch, 2).verdict, row_of(batch, 2).reason) == ("By hand", "bad", "changed_meanwhile")


def test_publish_products_is_for_staff(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    with pytest.raises(StaffOnly):
        publish(batch, now, by=buyer)


def versions() -> list[object]:
    """The row version of every product: a write that changes nothing would show."""
    return list(
        Product.objects.extra(select={"version": "xmin::text"}).order_by("pk").values_list("version", flat=True)
    )
