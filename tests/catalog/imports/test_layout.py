"""Where a sheet keeps what: guessed, remembered, refused in words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from b2b_portal.core.columns import read_number
from b2b_portal.core.sheets import Sample, read_table, samples
from catalog.enums import ImportKind
from catalog.imports.layout import (
    FIELDS,
    Layout,
    NoHeader,
    guess_below,
    guess_layout,
    headings_of,
    remembered,
    sheets_alike,
)
from catalog.models import ImportProfile

pytestmark = pytest.mark.usefixtures("english")

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "catalog"


def sample(*rows: list[str], sheet: str = "Sheet1") -> Sample:
    return Sample(sheet, list(enumerate(rows, start=1)))


PRICES = sample(["Артикул", "Бренд", "Цена", "Цена опт"], ["A1", "HP", "5", "4"], ["A2", "HP", "6", "5"])


@pytest.mark.skipif(not REAL.is_dir(), reason="the real price lists of ../shared are not here")
@pytest.mark.parametrize(("name", "sheet"), [("artol_price.xlsx", "Ассортимент"), ("artol_price.csv", "")])
def test_guess_layout_of_a_real_price_list(name: str, sheet: str) -> None:
    found = samples(REAL / name)
    layout = guess_layout(found, ImportKind.PRICES)
    assert (layout.sheet, layout.header_row, layout.first_row, layout.width) == (sheet, 2, 4, 26)
    headings = headings_of(next(one for one in found if one.sheet == sheet), layout.header_row)
    assert remembered(layout, headings) == {
        "sheet": sheet,
        "columns": {"article": "Ваш SKU *", "price": "Основная цена", "other_price": "Цена в магазине"},
        "brand": "",
    }
    assert guess_layout(found, ImportKind.STOCK).columns == {"article": 2, "stock": 6}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real price lists of ../shared are not here")
def test_both_shapes_of_a_real_price_list_say_the_same() -> None:
    said = []
    for name in ("artol_price.xlsx", "artol_price.csv"):
        layout = guess_layout(samples(REAL / name), ImportKind.PRICES)
        article, price = layout.columns["article"], layout.columns["price"]
        with read_table(REAL / name, layout.sheet) as rows:
            data = [(number, row[article], row[price]) for number, row in rows if number >= layout.first_row]
        said.append([(number, code, read_number(text) if text else None) for number, code, text in data])
    assert said[0] == said[1]
    assert len(said[0]) == 1137


@pytest.mark.parametrize("kind", ImportKind.values)
def test_guess_layout_knows_the_first_english_and_russian_heading_of_each_field(kind: str) -> None:
    for synonym in (0, 1):
        fields = [one for one in FIELDS[kind] if len(one.synonyms) > 1]
        rows = sample([one.synonyms[synonym] for one in fields], ["7"] * len(fields), ["8"] * len(fields))
        assert guess_layout([rows], kind).columns == {one.name: place for place, one in enumerate(fields)}


def test_guess_layout_takes_the_sheet_with_the_needed_columns_then_the_longest() -> None:
    about = sample(["Артикул", "Что это"], *[["A", "b"]] * 40, sheet="About")
    short = Sample("Short", PRICES.rows[:2])
    assert guess_layout([about, short, PRICES], ImportKind.PRICES).sheet == "Sheet1"


def test_guess_layout_follows_what_the_profile_remembers() -> None:
    profile = ImportProfile(
        kind="prices", sheet="Sheet1", columns={"article": "артикул", "price": "Цена опт"}, brand="Canon"
    )
    layout = guess_layout([Sample("Other", PRICES.rows * 2), PRICES], ImportKind.PRICES, profile)
    assert (layout.sheet, layout.columns, layout.brand) == ("Sheet1", {"article": 0, "price": 3}, "Canon")


def test_guess_layout_guesses_again_where_a_remembered_heading_is_gone() -> None:
    profile = ImportProfile(
        kind="prices", sheet="Gone", columns={"article": "Артикул", "price": "Дилер"}, brand="Canon"
    )
    layout = guess_layout([PRICES], ImportKind.PRICES, profile)
    assert (layout.sheet, layout.columns, layout.brand) == ("Sheet1", {"article": 0, "price": 2, "brand": 1}, "")


def test_guess_layout_refuses_in_words_what_has_no_headings() -> None:
    with pytest.raises(NoHeader) as refusal:
        guess_layout([sample(["A1", "5"], ["A2", "6"])], ImportKind.PRICES)
    assert "article (артикул, article" in str(refusal.value)
    assert "price (цена, price" in str(refusal.value)
    assert "Sheet1" in str(refusal.value)
    with pytest.raises(NoHeader):
        guess_layout([], ImportKind.PRICES)


def test_sheets_alike_names_the_sheets_that_are_not_read() -> None:
    title = sample(["Бумага"], ["АРТИКУЛ*", "Бренд", "Цена"], ["P1", "HP", "7"], sheet="Paper")
    found = [PRICES, title, sample(["Артикул", "Остаток"], ["A1", "5"], sheet="Stock")]
    assert sheets_alike(found, guess_layout(found, ImportKind.PRICES)) == ["Paper"]
    assert sheets_alike([PRICES], guess_layout([PRICES], ImportKind.PRICES)) == []


def test_a_delimiter_at_the_end_of_each_row_is_counted() -> None:
    rows = sample(["Артикул", "Цена"], ["A1", "5", ""], ["A2", "6", ""])
    assert guess_layout([rows], ImportKind.PRICES).width == 3
    assert [guess_below(rows, ImportKind.PRICES, header_row=row).width for row in (0, 1)] == [3, 3]


def test_guess_below_takes_the_named_row_for_the_headings() -> None:
    rows = sample(["Цена", "Артикул"], ["Код товара", "Цена опт"], ["A1", "5"])
    found = guess_below(rows, ImportKind.PRICES, header_row=2)
    assert (found.header_row, found.first_row, found.columns) == (2, 3, {"article": 0, "price": 1})
    none = guess_below(rows, ImportKind.PRICES, header_row=0)
    assert (none.header_row, none.first_row, none.columns) == (0, 1, {})


def test_guess_below_keeps_the_part_that_it_knows() -> None:
    found = guess_below(sample(["Артикул", "Почём"], ["A1", "5"]), ImportKind.PRICES)
    assert (found.header_row, found.first_row, found.columns) == (1, 2, {"article": 0})
    assert guess_below(sample(["a", "b"], ["A1", "5"]), ImportKind.PRICES).columns == {}


def test_reading_a_column_beyond_the_usual_cells_makes_the_rows_wider() -> None:
    layout = guess_layout([sample(["Артикул", "Цена"], ["A1", "5"])], ImportKind.PRICES)
    assert layout.reading({"article": 0, "price": 4}, "HP").width == 5
    assert layout.reading({"article": 0, "price": 1}, "HP") == replace(layout, brand="HP")


def test_guess_layout_finds_a_second_column_for_empty_prices() -> None:
    rows = sample(["Артикул", "Цена в магазине", "Основная цена"], ["A1", "", "5"], ["A2", "6", "6"], ["A3", "", "7"])
    layout = guess_layout([rows], ImportKind.PRICES)
    assert layout.columns == {"article": 0, "price": 2, "other_price": 1}
    kept = remembered(layout, rows.rows[0][1])["columns"]
    profile = ImportProfile(kind="prices", columns=kept)
    moved = sample(["Основная цена", "Артикул", "", "Цена в магазине"], ["5", "A1", "", "4"])
    assert guess_layout([moved], ImportKind.PRICES, profile).columns == {"article": 1, "price": 0, "other_price": 3}


def test_a_layout_survives_json() -> None:
    layout = Layout("Sheet1", 2, 4, {"article": 1, "price": 3}, 5, "cp1251", ";", "HP")
    assert Layout.from_json(json.loads(json.dumps(layout.as_json()))) == layout
    assert remembered(layout, ["", "Код", "", ""]) == {"sheet": "Sheet1", "columns": {"article": "Код"}, "brand": "HP"}
