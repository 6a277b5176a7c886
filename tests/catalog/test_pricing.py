from decimal import Decimal as D
from fractions import Fraction
from math import floor

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.money import Amounts, line_amounts
from catalog.pricing import (
    Break,
    NextBreak,
    PricedLine,
    PriceRow,
    chosen_break,
    own_unit_price,
    price_line,
)

VAT = D("0.22")
RATES = [None, D("0"), D("0.05"), D("0.07"), D("0.10"), D("0.20"), D("0.22")]


def row(unit_price: str, quantity: int = 1, **changes: object) -> PriceRow:
    facts: dict[str, object] = {"list_code": "opt-1", "list_kind": "base", "currency": "RUB", "is_gross": True}
    return PriceRow(quantity=quantity, unit_price=D(unit_price), **(facts | changes))  # type: ignore[arg-type]


def kinds(line: PricedLine) -> list[str]:
    return [step.kind for step in line.explanation]


@pytest.mark.parametrize(
    ("chosen", "rate", "tax_rate", "unit_net", "unit_gross", "amounts"),
    [
        (row("4723.00"), "1", VAT, "3871.3115", "4723.0000", Amounts(D("11613.93"), D("2555.07"), D("14169.00"))),
        (
            row("3871.3115", is_gross=False),
            "1",
            VAT,
            "3871.3115",
            "4723.0000",
            Amounts(D("11613.93"), D("2555.06"), D("14168.99")),
        ),
        (  # 0.0188 * 90 * 0.95 = 1.6074; net 1.31754...
            row("0.0188", currency="USD", percent=D("-5")),
            "90",
            VAT,
            "1.3175",
            "1.6074",
            Amounts(D("3.95"), D("0.87"), D("4.82")),
        ),
        (  # rounded once: 0.0133 * 78.1234 * 1.075 = 1.11697..., not 1.0390 * 1.075 = 1.1169
            row("0.0133", currency="USD", percent=D("7.5"), is_gross=False),
            "78.1234",
            None,
            "1.1170",
            "1.1170",
            Amounts(D("3.35"), D("0.00"), D("3.35")),
        ),
    ],
)
def test_price_line_table(
    chosen: PriceRow, rate: str, tax_rate: D | None, unit_net: str, unit_gross: str, amounts: Amounts
) -> None:
    line = price_line(chosen, quantity=3, tax_rate=tax_rate, rate=D(rate))
    assert (str(line.unit_net), str(line.unit_gross)) == (unit_net, unit_gross)
    assert line.amounts == amounts
    assert line.row is chosen


BREAKS = [row("120.00"), row("118.50", 10), row("118.50", 50), row("110.00", 100)]


@pytest.mark.parametrize(
    ("quantity", "unit_gross", "next_break"),
    [
        (1, "120.0000", NextBreak(9, D("118.5000"))),
        (6, "120.0000", NextBreak(4, D("118.5000"))),
        (10, "118.5000", NextBreak(90, D("110.0000"))),  # 50 is no cheaper, so nobody is sent there
        (99, "118.5000", NextBreak(1, D("110.0000"))),
        (100, "110.0000", None),
        (1000, "110.0000", None),
    ],
)
def test_price_line_takes_the_break_and_names_the_next(
    quantity: int, unit_gross: str, next_break: NextBreak | None
) -> None:
    chosen = chosen_break(BREAKS, quantity)
    assert chosen is not None
    line = price_line(chosen, quantity=quantity, tax_rate=VAT, breaks=BREAKS)
    assert line.unit_gross == D(unit_gross)
    assert line.next_break == next_break
    assert line.breaks == tuple(Break(each.quantity, each.unit_price) for each in BREAKS)


def test_price_line_sorts_breaks_and_does_not_double_the_chosen_one() -> None:
    line = price_line(BREAKS[1], quantity=10, tax_rate=VAT, breaks=[BREAKS[3], BREAKS[0]])
    assert [step.quantity for step in line.breaks] == [1, 10, 100]


def test_chosen_break_below_the_first_is_none() -> None:
    assert chosen_break(BREAKS[1:], 9) is None
    assert chosen_break([], 1) is None


def test_explanation_of_a_plain_gross_price_is_short() -> None:
    line = price_line(row("120.00"), quantity=1, tax_rate=VAT)
    assert [(step.kind, step.value, step.unit) for step in line.explanation] == [
        ("list", D("120.00"), "RUB"),
        ("tax", D("22"), "%"),
        ("unit_gross", D("120.0000"), "RUB"),
    ]


def test_explanation_names_every_step_from_list_to_next_break() -> None:
    rows = [
        row(price, quantity, currency="USD", is_gross=False, percent=D("-5"))
        for price, quantity in (("2", 1), ("1", 10))
    ]
    line = price_line(rows[0], quantity=6, tax_rate=VAT, rate=D("90"), breaks=rows)
    assert [(step.kind, step.value, step.unit) for step in line.explanation] == [
        ("list", D("2"), "USD"),
        ("rate", D("90"), "RUB"),
        ("percent", D("-5"), "%"),
        ("break", 1, ""),
        ("unit_net", D("171.0000"), "RUB"),
        ("tax", D("22"), "%"),
        ("unit_gross", D("208.6200"), "RUB"),
        ("next_break", 4, ""),
        ("next_price", D("104.3100"), "RUB"),
    ]


def test_explanation_without_vat_says_so() -> None:
    line = price_line(row("120.00"), quantity=1, tax_rate=None)
    assert kinds(line) == ["list", "tax", "unit_gross"]
    assert line.explanation[1].value is None


def test_explanation_words_each_kind_of_list_differently() -> None:
    kinds_of_lists = ("base", "tier", "contract", "promotion", "something new")
    lines = [price_line(row("1", list_kind=kind), quantity=1, tax_rate=VAT) for kind in kinds_of_lists]
    with translation.override("en"):
        words = [str(line.explanation[0].label) for line in lines]
    assert words == ["Base price", "Price of your tier", "Contract price", "Promotion price", "List price"]


@pytest.mark.parametrize(
    ("chosen", "rate", "breaks", "complaint"),
    [
        (row("1", 10), "1", [], "starts at 10"),
        (row("1"), "0", [], "not positive"),
        (row("1"), "-90", [], "not positive"),
        (row("1", percent=D("-100")), "1", [], "leaves no price"),
        (row("1"), "1", [row("1", list_code="opt-2")], "another list"),
        (row("1"), "1", [row("1", currency="USD")], "another list"),
    ],
)
def test_price_line_refuses_senseless_input(
    chosen: PriceRow, rate: str, breaks: list[PriceRow], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        price_line(chosen, quantity=5, tax_rate=VAT, rate=D(rate), breaks=breaks)


rows = st.builds(
    PriceRow,
    list_code=st.just("opt-1"),
    list_kind=st.sampled_from(["base", "tier", "contract", "promotion"]),
    currency=st.sampled_from(["RUB", "USD"]),
    is_gross=st.booleans(),
    quantity=st.just(1),
    unit_price=st.decimals(min_value=0, max_value=10**9, places=6),
    percent=st.none() | st.decimals(min_value=D("-99.99"), max_value=1000, places=4),
)
exchange_rates = st.decimals(min_value=D("0.000001"), max_value=10**6, places=6)


def half_up(number: Fraction, places: int) -> Fraction:
    return Fraction(floor(number * 10**places + Fraction(1, 2)), 10**places)


@given(rows, exchange_rates)
def test_own_unit_price_is_rounded_once_from_the_exact_product(chosen: PriceRow, rate: D) -> None:
    exact = Fraction(chosen.unit_price) * Fraction(rate) * (1 + Fraction(chosen.percent or 0) / 100)
    assert Fraction(own_unit_price(chosen, rate)) == half_up(exact, 4)


@given(rows, exchange_rates, st.sampled_from(RATES), st.integers(1, 10**6))
def test_price_line_is_one_price_everywhere(chosen: PriceRow, rate: D, tax_rate: D | None, quantity: int) -> None:
    line = price_line(chosen, quantity=quantity, tax_rate=tax_rate, rate=rate)
    own, factor = own_unit_price(chosen, rate), 1 + Fraction(tax_rate or 0)
    assert Fraction(line.unit_gross) == (Fraction(own) if chosen.is_gross else half_up(Fraction(own) * factor, 4))
    assert Fraction(line.unit_net) == (half_up(Fraction(own) / factor, 4) if chosen.is_gross else Fraction(own))
    assert line.amounts == line_amounts(own, quantity, tax_rate, chosen.is_gross)
    assert line.breaks == (Break(1, line.unit_gross),)


@given(
    st.lists(rows, min_size=1, max_size=6), st.lists(st.integers(1, 100), min_size=6, max_size=6), st.integers(1, 120)
)
def test_next_break_is_always_more_and_cheaper(found: list[PriceRow], starts: list[int], quantity: int) -> None:
    ladder = [row(str(each.unit_price), start) for each, start in zip(found, starts, strict=False)]
    chosen = chosen_break(ladder, quantity)
    if chosen is None:
        assert all(each.quantity > quantity for each in ladder)
        return
    line = price_line(chosen, quantity=quantity, tax_rate=VAT, breaks=ladder)
    assert [each.quantity for each in line.breaks] == sorted({each.quantity for each in ladder})
    if line.next_break is not None:
        assert line.next_break.quantity_missing > 0
        assert line.next_break.unit_gross < line.unit_gross
