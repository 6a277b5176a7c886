from decimal import Decimal as D
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.money import Amounts, line_amounts
from catalog.pricing import (
    Break,
    Formula,
    NextBreak,
    PricedLine,
    PriceRow,
    Rule,
    best_rule,
    own_unit_price,
    price_line,
)

VAT = D("0.22")
RATES = [None, D("0"), D("0.05"), D("0.07"), D("0.10"), D("0.20"), D("0.22")]


def row(unit_price: str, quantity: int = 1, **changes: object) -> PriceRow:
    facts: dict[str, object] = {"list_code": "opt-1", "list_kind": "base", "currency": "RUB", "is_gross": True}
    return PriceRow(quantity=quantity, unit_price=D(unit_price), **(facts | changes))  # type: ignore[arg-type]


def priced(*rows: PriceRow, quantity: int = 1, tax_rate: D | None = VAT, rate: str = "1") -> PricedLine:
    line = price_line(rows, quantity=quantity, tax_rate=tax_rate, rate=D(rate))
    assert line is not None
    return line


def steps(line: PricedLine) -> list[tuple[str, D | int | None, str]]:
    return [(step.kind, step.value, step.unit) for step in line.explanation]


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
            row("0.0188", currency="USD", formula=Formula(D("-5"))),
            "90",
            VAT,
            "1.3175",
            "1.6074",
            Amounts(D("3.95"), D("0.87"), D("4.82")),
        ),
        (  # rounded once: 0.0133 * 78.1234 * 1.075 = 1.11697..., not 1.0390 * 1.075 = 1.1169
            row("0.0133", currency="USD", formula=Formula(D("7.5")), is_gross=False),
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
    line = priced(chosen, quantity=3, tax_rate=tax_rate, rate=rate)
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
    line = priced(*BREAKS, quantity=quantity)
    assert line.unit_gross == D(unit_gross)
    assert line.next_break == next_break
    assert line.breaks == tuple(Break(each.quantity, each.unit_price) for each in BREAKS)


def test_price_line_takes_breaks_in_any_order() -> None:
    line = priced(BREAKS[3], BREAKS[1], BREAKS[0], quantity=10)
    assert [step.quantity for step in line.breaks] == [1, 10, 100]
    assert line.row is BREAKS[1]


def test_price_line_below_the_first_break_is_none() -> None:
    assert price_line(BREAKS[1:], quantity=9, tax_rate=VAT) is None
    assert price_line([], quantity=1, tax_rate=VAT) is None


NEAREST = Formula(step=D("0.10"))


@pytest.mark.parametrize(
    ("unit_price", "formula", "own"),
    [
        ("100.05", NEAREST, "100.1000"),  # a half goes up
        ("100.04", NEAREST, "100.0000"),
        ("100.01", Formula(step=D("1"), rounding="up"), "101.0000"),
        ("101.00", Formula(step=D("1"), rounding="up"), "101.0000"),
        ("109.99", Formula(step=D("10"), rounding="down"), "100.0000"),
        ("100", Formula(D("-5"), D("3"), step=D("0.03")), "98.0100"),  # 98 / 0.03 is endless
        ("100", Formula(D("10"), D("-0.5")), "109.5000"),
        ("100", Formula(D("-50"), floor=D("80")), "80.0000"),
        ("100", Formula(D("-10"), floor=D("80")), "90.0000"),
        ("104", Formula(step=D("10"), floor=D("104.5")), "104.5000"),  # the floor stands after the step
        ("100", Formula(amount=D("-100")), None),
        ("100", Formula(amount=D("-100.5"), floor=D("80")), None),  # a floor makes no price of nothing
        ("0.3", Formula(step=D("1")), None),
        ("0", Formula(D("20")), None),
        ("0", None, None),
    ],
)
def test_own_unit_price_table(unit_price: str, formula: Formula | None, own: str | None) -> None:
    found = own_unit_price(row(unit_price, formula=formula), D(1))
    assert (found if found is None else str(found)) == own


def test_own_unit_price_adds_roubles_after_the_rate() -> None:
    assert own_unit_price(row("2", currency="USD", formula=Formula(D("10"), D("5"))), D("90")) == D("203")


def test_price_line_passes_over_breaks_without_a_price() -> None:
    line = priced(row("100"), row("0", 10), row("90", 20), quantity=15)
    assert line.unit_gross == D("100")
    assert line.breaks == (Break(1, D("100")), Break(20, D("90")))
    assert price_line([row("0")], quantity=1, tax_rate=VAT) is None


BRAND, OTHER, ROOT, SECTION, LEAF = 7, 8, 1, 2, 3
RULES = {
    "root": Rule(None, ROOT, D(1), D(0)),
    "section": Rule(None, SECTION, D(2), D(0)),
    "brand": Rule(BRAND, None, D(3), D(0)),
    "brand in root": Rule(BRAND, ROOT, D(4), D(0)),
    "brand in leaf": Rule(BRAND, LEAF, D(5), D(0)),
    "other": Rule(OTHER, None, D(6), D(0)),
    "elsewhere": Rule(None, 99, D(7), D(0)),
}


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (RULES, "brand in leaf"),
        (["root", "section", "brand", "brand in root"], "brand in root"),
        (["root", "section", "brand"], "brand"),
        (["root", "section", "other"], "section"),
        (["root", "elsewhere"], "root"),
        (["other", "elsewhere"], None),
        ([], None),
    ],
)
def test_best_rule_is_the_closest(names: list[str], best: str | None) -> None:
    assert best_rule([RULES[name] for name in names], BRAND, [ROOT, SECTION, LEAF]) == (best and RULES[best])


def test_explanation_of_a_plain_gross_price_is_short() -> None:
    assert steps(priced(row("120.00"))) == [
        ("list", D("120.00"), "RUB"),
        ("tax", D("22"), "%"),
        ("unit_gross", D("120.0000"), "RUB"),
    ]


def test_explanation_names_every_step_from_list_to_next_break() -> None:
    formula = Formula(D("-5"), D("-0.51"), "brand", D("0.5"), floor=D("90"))
    rows = [
        row(price, quantity, currency="USD", is_gross=False, formula=formula)
        for price, quantity in (("2", 1), ("1", 10), ("0.9", 20))
    ]
    assert steps(priced(*rows, quantity=6, rate="90")) == [
        ("list", None, ""),
        ("base", D("2"), "USD"),
        ("rate", D("90"), "RUB"),
        ("percent", D("-5"), "%"),
        ("amount", D("-0.51"), "RUB"),
        ("rounding", D("0.5"), "RUB"),
        ("break", 1, ""),
        ("unit_net", D("170.5000"), "RUB"),
        ("tax", D("22"), "%"),
        ("unit_gross", D("208.0100"), "RUB"),
        ("next_break", 4, ""),
        ("next_price", D("109.8000"), "RUB"),
    ]
    assert ("floor", D("90"), "RUB") in steps(priced(*rows, quantity=10, rate="90"))


def test_explanation_leaves_out_what_did_not_move_the_price() -> None:
    formula = Formula(step=D("0.10"), floor=D("80"))
    kinds = [kind for kind, _value, _unit in steps(priced(row("120.00", formula=formula)))]
    assert kinds == ["list", "base", "tax", "unit_gross"]


@pytest.mark.parametrize("scope", ["brand", "category", "brand_category"])
def test_explanation_says_for_what_a_rule_is(scope: str, english: None) -> None:
    said = {str(step.label) for step in priced(row("1", formula=Formula(D("5"), scope=scope))).explanation}
    usual = {str(step.label) for step in priced(row("1", formula=Formula(D("5")))).explanation}
    assert len(said - usual) == 1


def test_explanation_says_nothing_of_cost(english: None) -> None:
    line = priced(row("100", formula=Formula(D("-50"), floor=D("80"))))
    words = " ".join(str(step.label).lower() for step in line.explanation)
    assert "lowest price" in words
    assert not {"cost", "margin", "floor"} & set(words.split())


def test_explanation_without_vat_says_so() -> None:
    assert steps(priced(row("120.00"), tax_rate=None))[1:] == [("tax", None, ""), ("unit_gross", D("120"), "RUB")]


def test_explanation_words_each_kind_of_list_differently(english: None) -> None:
    kinds_of_lists = ("base", "contract", "promotion", "something new")
    words = [str(priced(row("1", list_kind=kind)).explanation[0].label) for kind in kinds_of_lists]
    assert words == ["Price of your tier", "Contract price", "Promotion price", "List price"]


@pytest.mark.parametrize(
    ("rows", "rate", "complaint"),
    [
        ([row("1")], "0", "not positive"),
        ([row("1")], "-90", "not positive"),
        ([row("1", formula=Formula(D("-100")))], "1", "leaves no price"),
        ([row("1"), row("1", 10, list_code="opt-2")], "1", "different lists"),
        ([row("1"), row("1", 10, currency="USD")], "1", "different lists"),
    ],
)
def test_price_line_refuses_senseless_input(rows: list[PriceRow], rate: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        price_line(rows, quantity=5, tax_rate=VAT, rate=D(rate))


formulas = st.builds(
    Formula,
    percent=st.decimals(min_value=D("-99.99"), max_value=1000, places=4),
    amount=st.decimals(min_value=-1000, max_value=1000, places=4),
    step=st.none() | st.decimals(min_value=D("0.01"), max_value=100, places=2),
    rounding=st.sampled_from(["nearest", "up", "down"]),
    floor=st.none() | st.decimals(min_value=0, max_value=10**4, places=4),
)
rows = st.builds(
    PriceRow,
    list_code=st.just("opt-1"),
    list_kind=st.sampled_from(["base", "contract", "promotion"]),
    currency=st.sampled_from(["RUB", "USD"]),
    is_gross=st.booleans(),
    quantity=st.just(1),
    unit_price=st.decimals(min_value=0, max_value=10**9, places=6),
    formula=st.none() | formulas,
)
exchange_rates = st.decimals(min_value=D("0.000001"), max_value=10**6, places=6)


def half_up(number: Fraction, step: Fraction = Fraction(1, 10000)) -> Fraction:
    return floor(number / step + Fraction(1, 2)) * step


def own_by_hand(chosen: PriceRow, rate: D) -> Fraction:
    exact = Fraction(chosen.unit_price) * Fraction(rate)
    if chosen.formula is None:
        return half_up(exact)
    exact = exact * (1 + Fraction(chosen.formula.percent) / 100) + Fraction(chosen.formula.amount)
    if chosen.formula.step is None:
        return half_up(exact)
    step = Fraction(chosen.formula.step)
    return {"nearest": half_up(exact, step), "up": ceil(exact / step) * step, "down": floor(exact / step) * step}[
        chosen.formula.rounding
    ]


@given(rows, exchange_rates)
def test_own_unit_price_is_rounded_once_from_the_exact_figure(chosen: PriceRow, rate: D) -> None:
    own, by_hand = own_unit_price(chosen, rate), own_by_hand(chosen, rate)
    lowest = Fraction(chosen.formula.floor or 0) if chosen.formula else Fraction(0)
    if by_hand <= 0:
        assert own is None
    else:
        assert own is not None
        assert Fraction(own) == max(by_hand, lowest)


@given(rows, exchange_rates, st.sampled_from(RATES), st.integers(1, 10**6))
def test_price_line_is_one_price_everywhere(chosen: PriceRow, rate: D, tax_rate: D | None, quantity: int) -> None:
    line = price_line([chosen], quantity=quantity, tax_rate=tax_rate, rate=rate)
    own, factor = own_unit_price(chosen, rate), 1 + Fraction(tax_rate or 0)
    if line is None or own is None:
        assert line is own
        return
    assert Fraction(line.unit_gross) == (Fraction(own) if chosen.is_gross else half_up(Fraction(own) * factor))
    assert Fraction(line.unit_net) == (half_up(Fraction(own) / factor) if chosen.is_gross else Fraction(own))
    assert line.amounts == line_amounts(own, quantity, tax_rate, chosen.is_gross)
    assert line.breaks == (Break(1, line.unit_gross),)
    assert line.explanation[-1].value == line.unit_gross


@given(
    st.lists(rows, min_size=1, max_size=6), st.lists(st.integers(1, 100), min_size=6, max_size=6), st.integers(1, 120)
)
def test_next_break_is_always_more_and_cheaper(found: list[PriceRow], starts: list[int], quantity: int) -> None:
    by_start = {start: row(str(each.unit_price), start) for each, start in zip(found, starts, strict=False)}
    line = price_line(list(by_start.values()), quantity=quantity, tax_rate=VAT)
    with_price = sorted(start for start, each in by_start.items() if own_unit_price(each, D(1)))
    if line is None:
        assert all(start > quantity for start in with_price)
        return
    assert [each.quantity for each in line.breaks] == with_price
    if line.next_break is not None:
        assert line.next_break.quantity_missing > 0
        assert line.next_break.unit_gross < line.unit_gross
