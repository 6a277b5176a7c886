"""The state of a result page lives in its address, whatever somebody typed into it."""

from decimal import Decimal
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.enums import Sort, StockClass
from catalog.narrowing import Narrowing, Range

SECTION = UUID("0d5f2b0e-9b5a-4a53-8b5c-1f0a6a0f7f11")
FULL = Narrowing(
    query="мышь",
    is_literal=True,
    stock=(StockClass.TODAY, StockClass.IN_TRANSIT),
    sections=(SECTION,),
    brands=("HP", "A & B=C"),
    attributes={"colour": ("чёрный", "белый"), "yield": ("3000..10000",)},
    price_from=Decimal("0.5"),
    price_to=Decimal(1200),
    is_bought=True,
    is_coded=True,
    has_fallen=True,
    sort=Sort.PRICE,
    after="12.5~7",
)


def test_read_gives_back_what_the_address_says() -> None:
    assert Narrowing.read(parse_qs(FULL.address)) == FULL


@pytest.mark.parametrize(
    "said",
    [
        {"stock": ["7", "-1", "x", ""]},
        {"section": ["1", "'; DROP TABLE", "0d5f"]},
        {"brand": ["", "\x00", "\u202e"]},
        {"a.": ["x"], "a.<b>": ["x"], "a.ok": [""], "b.ok": ["x"]},
        {"price_from": ["-1"], "price_to": ["1e9"]},
        {"price_from": ["NaN"], "price_to": ["9" * 40]},
        {"bought": ["yes"], "sort": ["company__credit_limit"], "page": ["1" + "0" * 18]},
    ],
)
def test_read_leaves_out_what_is_odd(said: dict[str, list[str]]) -> None:
    assert Narrowing.read(said) == Narrowing()


def test_read_takes_the_last_of_a_parameter_said_twice() -> None:
    assert Narrowing.read({"q": ["a", "b"], "sort": ["name", "nonsense"]}) == Narrowing(query="b")


def test_read_understands_prices_as_people_write_them() -> None:
    assert Narrowing.read({"price_from": ["1\u00a0200,50"]}).price_from == Decimal("1200.5")


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=30), max_size=4), max_size=6))
def test_read_never_fails_and_is_stable(said: dict[str, list[str]]) -> None:
    once = Narrowing.read(said)
    assert Narrowing.read(parse_qs(once.address)) == once


def test_toggled_ticks_and_unticks_from_the_first_page() -> None:
    ticked = FULL.toggled("brand", "Cactus")
    assert (ticked.brands, ticked.after) == (("HP", "A & B=C", "Cactus"), "")
    assert ticked.toggled("brand", "Cactus").brands == FULL.brands
    assert FULL.toggled("a.yield", "3000..10000").attributes == {"colour": ("чёрный", "белый")}


def test_without_drops_all_values_of_a_name() -> None:
    assert FULL.without("brand", "price_from").brands == ()
    assert FULL.without("brand", "price_from").price_from is None


def test_is_narrowed_counts_facets_alone() -> None:
    assert not Narrowing(query="a", sort=Sort.NAME, after="x").is_narrowed
    assert Narrowing(brands=("HP",)).is_narrowed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3000..10000", Range(Decimal(3000), Decimal(10000))),
        ("..3000", Range(None, Decimal(3000))),
        ("-0.5..", Range(Decimal("-0.5"), None)),
        ("..", None),
        ("a..b", None),
        ("1..2..3", None),
    ],
)
def test_read_range(text: str, found: Range | None) -> None:
    assert Range.read(text) == found
    if found:
        assert str(found) == text
