"""From cells to rows of a feed: columns by headings, checks, reasons."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from b2b_portal.core.sheets import SheetRefused
from catalog.feed import FeedRow, Reason, RefusedRow, price_breaks
from catalog.imports.profiles import JLCPARTS, PLAIN
from catalog.imports.rows import feed_rows

HEADINGS = [
    "lcsc",
    "mpn",
    "manufacturer",
    "package",
    "category",
    "subcategory",
    "description",
    "stock",
    "price_tiers_usd",
]
GOOD = ["C1", "SMBJ6.0CA", "Littelfuse", "SMB", "Protection", "TVS", "TVS diode", "7", "1:0.0116;500:0.009"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rows_of(*rows: list[str]) -> list[FeedRow | RefusedRow]:
    return list(feed_rows(iter(enumerate([HEADINGS, *rows], start=1)), JLCPARTS))


def changed(**values: str) -> list[str]:
    places = dict(zip(HEADINGS, range(len(HEADINGS)), strict=True))
    row = list(GOOD)
    for name, value in values.items():
        row[places[name]] = value
    return row


def test_a_good_row() -> None:
    [row] = rows_of(GOOD)
    assert row == FeedRow(
        line=2,
        brand="Littelfuse",
        article="SMBJ6.0CA",
        key="SMBJ60CA",
        code="C1",
        category=("Protection", "TVS"),
        name="TVS diode",
        package="SMB",
        prices=((1, Decimal("0.0116")), (500, Decimal("0.0090"))),
        stock=7,
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"manufacturer": " \u00a0"}, Reason.EMPTY_BRAND),
        ({"mpn": "\u200b"}, Reason.BAD_ARTICLE),
        ({"mpn": "A" * 101}, Reason.BAD_ARTICLE),
        ({"lcsc": ""}, Reason.BAD_CODE),
        ({"subcategory": "x" * 201}, Reason.BAD_CATEGORY),
        ({"price_tiers_usd": "1:free"}, Reason.BAD_PRICE),
        ({"stock": "-1"}, Reason.BAD_STOCK),
        ({"stock": "1.5"}, Reason.BAD_STOCK),
        ({"stock": "1e99999999"}, Reason.BAD_STOCK),
    ],
)
def test_a_bad_value_refuses_the_row_with_its_line(values: dict[str, str], reason: Reason) -> None:
    good, bad = rows_of(GOOD, changed(**values))
    assert isinstance(good, FeedRow)
    assert isinstance(bad, RefusedRow)
    assert (bad.line, bad.reason) == (3, reason)


def test_a_row_of_another_width_is_refused() -> None:
    [bad] = rows_of([*GOOD, "more"])
    assert isinstance(bad, RefusedRow)
    assert bad.reason == Reason.BAD_ROW


def test_without_a_description_the_section_and_package_are_the_name() -> None:
    [row] = rows_of(changed(description=""))
    assert isinstance(row, FeedRow)
    assert row.name == "TVS SMB"


@pytest.mark.parametrize(
    "text", ["1:0", "0:1", "1:-1", "1:1;1:2", "1:nan", "1:1e20", "1:1e-99", "1:1e999999999", "x:1", ":", "1:2;"]
)
def test_unreadable_prices(text: str) -> None:
    [bad] = rows_of(changed(price_tiers_usd=text))
    assert isinstance(bad, RefusedRow)
    assert bad.reason == Reason.BAD_PRICE


def test_prices_come_in_rising_order_and_one_price_is_for_any_quantity() -> None:
    assert price_breaks("500:0.5;1:1") == ((1, Decimal(1)), (500, Decimal("0.5")))
    assert price_breaks("1 284,50") == ((1, Decimal("1284.50")),)
    assert price_breaks("") == ()


def test_the_plain_profile_reads_russian_headings_in_any_order() -> None:
    cells = [["Остаток", "Цена", "Бренд", "АРТИКУЛ", "Наименование"], ["1 284", "8 940,5", "HP", "CF259X", "Картридж"]]
    [row] = feed_rows(iter(enumerate(cells, start=1)), PLAIN)
    assert isinstance(row, FeedRow)
    assert (row.stock, row.prices, row.code, row.category) == (
        1284,
        ((1, Decimal("8940.5")),),
        "",
        ("Без раздела",),
    )


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SheetRefused, match="price_tiers_usd"):
        list(feed_rows(iter([(1, HEADINGS[:-1])]), JLCPARTS))


def test_a_row_with_letters_that_cannot_be_read_is_refused_alone() -> None:
    refused, good = rows_of(changed(description="TVS \ufffd"), GOOD)
    assert isinstance(refused, RefusedRow)
    assert (refused.line, refused.reason) == (2, Reason.BAD_ROW)
    assert isinstance(good, FeedRow)
