"""Whom a row speaks of, and rows that say nothing."""

from dataclasses import dataclass, field

import pytest

from catalog.rows.own_codes import own_code_rows
from catalog.rows.products import product_rows
from catalog.rows.said import Cells
from catalog.rows.stock import stock_rows


@dataclass(frozen=True)
class Sheet:
    columns: dict[str, int] = field(default_factory=lambda: {"brand": 0, "article": 1, "stock": 2})
    brand: str = " Artol "
    first_row: int = 2


def named(*row: str) -> tuple[str, str, str]:
    cells = Cells(Sheet())
    cells.turn_to(row)
    said = cells.named(7)
    return said.brand, said.article, said.reason


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("HP", "\u200bCF259X\u00a0"), ("HP", "CF259X", "")),
        (("", "0012345"), ("Artol", "0012345", "")),
        (("HP", "'=5"), ("HP", "=5", "")),
        (("HP", ""), ("HP", "", "bad_article")),
        (("HP",), ("HP", "", "bad_article")),
        (("HP", "x" * 101), ("HP", "x" * 101, "bad_article")),
        (("HP", "4,60123E+12"), ("HP", "4,60123E+12", "damaged_article")),
        (("HP", "1E-10"), ("HP", "1E-10", "")),
        (("x" * 201, "A1"), ("x" * 201, "A1", "empty_brand")),
    ],
)
def test_named_reads_brand_and_article(row: tuple[str, ...], said: tuple[str, str, str]) -> None:
    assert named(*row) == said


def test_rows_above_the_first_are_left_out() -> None:
    rows = [(1, ["brand", "article", "5"]), (2, ["HP", "A1", "5"]), (3, ["Итого", "", ""])]
    found = list(stock_rows(rows, Sheet(), {}, 1))
    assert [one and (one.line, one.becomes, one.detail) for one in found] == [(2, 5, {"warehouse": 1}), None]


def test_a_row_of_products_says_only_what_is_filled() -> None:
    columns = {"article": 0, "name": 1, "vat_rate": 2, "description": 3, "attribute:Цвет": 4}
    rows = [(2, ["A1", "", "без НДС", "long", ""]), (3, ["", "Картриджи", "", "", ""])]
    first, second = product_rows(rows, Sheet(columns))
    assert (first and first.detail) == {"becomes": {"vat_rate": None, "attribute:description": "long"}}
    assert second is None


def test_a_row_without_a_code_says_nothing() -> None:
    sheet = Sheet({"article": 0, "own_code": 1})
    first, second = own_code_rows([(2, ["A1", "Л-1"]), (3, ["A2", ""])], sheet)
    assert (first and first.detail) == {"becomes": "Л-1", "key": "Л1"}
    assert second is None


@pytest.mark.parametrize("row", [[], ["HP", "A1", "5", "\ufffd"]])
def test_a_row_that_lost_its_cells_or_letters_is_bad(row: list[str]) -> None:
    (said,) = stock_rows([(2, row)], Sheet(), {}, 1)
    assert (said and said.reason) == "bad_row"
