"""Numbers as people write them, and columns found by their headings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.columns import Guess, NumberFault, UnreadableNumber, guess_columns, heading_key, read_number

WORDS = {"article": ("артикул", "sku"), "price": ("цена", "основная цена"), "brand": ("бренд",)}
NUMERIC, REQUIRED = frozenset({"price"}), frozenset({"article", "price"})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,56 руб.", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u2009567,5 ₽", "1234567.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("99,5 ₽", "99.5"),
        ("$12.30", "12.30"),
        ("€ 5", "5"),
        ("120 руб./шт.", "120"),
        ("17 шт.", "17"),
        ("8940.50", "8940.50"),
        ("0,0116", "0.0116"),
        (",5", "0.5"),
        ("007", "7"),
        ("999999999.9999", "999999999.9999"),
    ],
)
def test_read_number_reads_what_people_write(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        *((text, NumberFault.NOT_A_NUMBER) for text in ("", "-", "по запросу", "nan", "inf", "руб.", "1,2,3", "1.2.3")),
        *(
            (text, NumberFault.NOT_A_NUMBER)
            for text in ("12 34", "1 234.567,89", "100-200", "٣", "1_000", "5 %", "1" * 61)
        ),
        *((text, NumberFault.NEGATIVE) for text in ("-5", "− 5,5 ₽", "(5)", "$-1")),
        *((text, NumberFault.SCIENTIFIC) for text in ("1e9", "1E+05", "4,60701E+12", "-1e-5")),
        *((text, NumberFault.TOO_LARGE) for text in ("1000000000", "1 000 000 000 руб.", "9" * 50)),
    ],
)
def test_read_number_refuses_with_a_reason(text: str, fault: NumberFault) -> None:
    with pytest.raises(UnreadableNumber) as refusal:
        read_number(text)
    assert refusal.value.fault == fault


@given(st.decimals(min_value=0, max_value=Decimal("999999999.9999"), places=4))
def test_read_number_reads_any_number_in_each_way_of_writing(number: Decimal) -> None:
    english = f"{number:,.4f}"
    russian = english.replace(",", "\u00a0").replace(".", ",")
    german = english.translate(str.maketrans(",.", ".,"))
    assert {read_number(text) for text in (str(number), english, russian, german, f"{russian} руб.")} == {number}


@given(st.text(max_size=70))
def test_read_number_takes_or_refuses_any_text(text: str) -> None:
    try:
        number = read_number(text)
    except UnreadableNumber:
        return
    assert 0 <= number < 10**9


def test_heading_key_ignores_case_marks_and_spaces() -> None:
    assert heading_key("  Ваш\u00a0SKU *\n") == heading_key("ваш_sku") == "ваш sku"
    assert heading_key("Счёт, №") == "счет"


def guess(*rows: list[str], exactly: bool = False) -> Guess:
    return guess_columns(list(enumerate(rows, start=1)), WORDS, NUMERIC, REQUIRED, exactly=exactly)


def test_guess_columns_finds_the_headings_below_a_title() -> None:
    rows = [["Прайс-лист", "", ""], ["от 1 ноября", "", ""], ["Бренд:", "АРТИКУЛ *", "Цена, руб."], ["HP", "A1", "5"]]
    assert guess(*rows) == Guess(3, 4, {"article": 1, "price": 2, "brand": 0})


def test_guess_columns_skips_explanations_but_no_row_with_an_article() -> None:
    heads, said = ["Артикул", "Цена"], ["как на упаковке", "в рублях, с НДС"]
    assert guess(heads, said, ["A1", "5"]).first_row == 3
    assert guess(heads, said, ["A1", "по запросу"], ["A2", ""], ["A3", "5"]).first_row == 3
    assert guess(heads, ["A1", "по запросу"]).first_row == 2
    assert guess(heads, said, ["A1", "по запросу"]).first_row == 3
    assert guess(heads) == Guess(1, 2, {"article": 0, "price": 1})


def test_guess_columns_prefers_the_column_that_is_filled() -> None:
    heads = ["SKU", "Цена", "Основная цена"]
    assert guess(heads, ["A1", "", "5"], ["A2", "", "6"], ["A3", "7", "8"]).columns["price"] == 2
    assert guess(heads, ["A1", "4", "5"], ["A2", "", "6"], ["A3", "7", "8"]).columns["price"] == 1


def test_guess_columns_prefers_the_heading_that_says_no_more() -> None:
    heads = ["Артикул", "Цена до скидки", "Цена"]
    assert guess(heads, ["A1", "9", "5"]).columns["price"] == 2


def test_guess_columns_takes_part_of_a_heading_only_where_it_may() -> None:
    rows = [["Артикул", "Цена опт"], ["A1", "5"]]
    assert guess(*rows).columns == {"article": 0, "price": 1}
    assert guess(*rows, exactly=True).columns == {"article": 0}


def test_guess_columns_reads_headings_of_two_rows() -> None:
    rows = [["Артикул", "Бренд", "Условия", ""], ["", "", "Цена", "Наличие"], ["A1", "HP", "5", "да"]]
    assert guess(*rows) == Guess(2, 3, {"article": 0, "price": 2, "brand": 1})


def test_guess_columns_without_headings_finds_nothing() -> None:
    assert guess(["A1", "5"], ["A2", "6"]) == Guess()
    assert guess() == Guess()
    assert guess(*[["x"]] * 30, ["Артикул", "Цена"], ["A1", "5"]) == Guess()
