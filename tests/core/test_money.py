from decimal import Context
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.money import (
    NOTHING,
    Amounts,
    exact_product,
    line_amounts,
    sum_amounts,
    to_cents,
    unit_gross_of,
    unit_net_of,
    unit_price4,
)

RATES = [None, D("0"), D("0.05"), D("0.07"), D("0.10"), D("0.20"), D("0.22")]
prices = st.decimals(min_value=0, max_value=10**9, places=4)
quantities = st.decimals(min_value=0, max_value=10**6, places=3)


@pytest.mark.parametrize(
    ("gross", "rate", "tax", "net"),
    [
        ("100.00", "0.22", "18.03", "81.97"),
        ("100.00", "0.20", "16.67", "83.33"),
        ("100.00", "0.10", "9.09", "90.91"),
        ("100.00", "0.07", "6.54", "93.46"),
        ("100.00", "0.05", "4.76", "95.24"),
        ("0.03", "0.22", "0.01", "0.02"),
        ("0.03", "0.20", "0.01", "0.02"),  # exactly half a kopeck of tax
        ("333.33", "0.22", "60.11", "273.22"),
        ("999.99", "0.22", "180.33", "819.66"),
        ("5982.00", "0.22", "1078.72", "4903.28"),
        ("100.00", "0", "0.00", "100.00"),
    ],
)
def test_line_amounts_takes_vat_out_of_a_gross_price(gross: str, rate: str, tax: str, net: str) -> None:
    assert line_amounts(D(gross), 1, D(rate), True) == Amounts(D(net), D(tax), D(gross))


@pytest.mark.parametrize(
    ("net", "tax", "gross"),
    [
        ("333.33", "73.33", "406.66"),
        ("0.02", "0.00", "0.02"),
        ("0.03", "0.01", "0.04"),
        ("819.67", "180.33", "1000.00"),
    ],
)
def test_line_amounts_adds_vat_to_a_net_price(net: str, tax: str, gross: str) -> None:
    assert line_amounts(D(net), 1, D("0.22"), False) == Amounts(D(net), D(tax), D(gross))


def test_line_amounts_agrees_with_a_real_upd() -> None:
    line = line_amounts(D("4723.00"), 3, D("0.22"), True)
    assert line == Amounts(D("11613.93"), D("2555.07"), D("14169.00"))
    assert to_cents(line.net * D("0.22")) == D("2555.06")  # what a tax on the net would have said
    assert line + line_amounts(D("5982.00"), 1, D("0.22"), True) == Amounts(D("16517.21"), D("3633.79"), D("20151.00"))


@pytest.mark.parametrize(
    ("prices_", "includes", "by_line", "on_total"),
    [
        (["0.99"] * 7, True, "1.26", "1.25"),
        (["10.05"] * 3, True, "5.43", "5.44"),
        (["0.10"] * 10, True, "0.20", "0.18"),
        (["333.33", "333.33", "333.34"], False, "219.99", "220.00"),
    ],
)
def test_sum_amounts_is_the_sum_of_lines_not_the_tax_of_the_sum(
    prices_: list[str], includes: bool, by_line: str, on_total: str
) -> None:
    lines = [line_amounts(D(price), 1, D("0.22"), includes) for price in prices_]
    assert sum_amounts(lines).tax == D(by_line)
    assert line_amounts(sum(map(D, prices_), D(0)), 1, D("0.22"), includes).tax == D(on_total)


def test_line_amounts_rounds_the_product_not_the_price() -> None:
    assert line_amounts(D("0.0045"), 1000, None, True).gross == D("4.50")
    assert line_amounts(D("106.8750"), D("1.5"), D("0.22"), False) == Amounts(D("160.31"), D("35.27"), D("195.58"))


def test_line_amounts_without_vat_has_no_tax() -> None:
    assert line_amounts(D("99.995"), 1, None, False) == Amounts(D("100.00"), D("0.00"), D("100.00"))


def test_line_amounts_mirrors_a_return() -> None:
    sold, back = (line_amounts(D("333.33"), quantity, D("0.22"), True) for quantity in (1, -1))
    assert sold + back == NOTHING


@pytest.mark.parametrize("rate", [D("-0.01"), D("NaN")])
def test_line_amounts_refuses_a_senseless_rate(rate: D) -> None:
    with pytest.raises(ValueError, match="is not a fraction"):
        line_amounts(D("1"), 1, rate, True)


@given(prices, quantities, st.sampled_from(RATES), st.booleans())
def test_line_amounts_always_balances_in_whole_cents(price: D, quantity: D, rate: D | None, includes: bool) -> None:
    line = line_amounts(price, quantity, rate, includes)
    assert line.net + line.tax == line.gross
    assert all(figure.as_tuple().exponent == -2 for figure in (line.net, line.tax, line.gross))
    assert (line.gross if includes else line.net) == to_cents(exact_product(price, quantity))


@given(st.lists(st.tuples(prices, st.sampled_from(RATES)), max_size=20))
def test_sum_amounts_balances(lines: list[tuple[D, D | None]]) -> None:
    total = sum_amounts(line_amounts(price, 3, rate, True) for price, rate in lines)
    assert total.net + total.tax == total.gross


def test_sum_amounts_of_nothing_is_zero() -> None:
    assert sum_amounts([]) == NOTHING


def test_amounts_refuse_to_be_out_of_balance() -> None:
    with pytest.raises(ValueError, match="is not gross"):
        Amounts(D("1.00"), D("0.22"), D("1.23"))


@pytest.mark.parametrize(
    ("number", "cents", "unit"),
    [
        ("0.005", "0.01", "0.0050"),
        ("-0.005", "-0.01", "-0.0050"),
        ("0.00005", "0.00", "0.0001"),
        ("-0.00004", "0.00", "0.0000"),
        ("2.675", "2.68", "2.6750"),
        (
            "123456789012345678901234567890.12345",
            "123456789012345678901234567890.12",
            "123456789012345678901234567890.1235",
        ),
    ],
)
def test_to_cents_and_unit_price4_round_half_away_from_zero(number: str, cents: str, unit: str) -> None:
    assert str(to_cents(D(number))) == cents
    assert str(unit_price4(D(number))) == unit


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_to_cents_refuses_what_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        to_cents(D(number))


def test_exact_product_keeps_digits_beyond_pythons_usual_28() -> None:
    product = exact_product(D("1234567890.1234"), D("98.765432"), D("1.00000000000001"))
    assert int(product.scaleb(24, Context(prec=80))) == 12345678901234 * 98765432 * 100000000000001


@given(prices, st.sampled_from(RATES))
def test_unit_net_of_undoes_unit_gross_of(net: D, rate: D | None) -> None:
    assert abs(unit_net_of(unit_gross_of(net, rate), rate) - net) <= D("0.0001")


def test_unit_prices_with_and_without_vat() -> None:
    assert unit_net_of(D("4723.00"), D("0.22")) == D("3871.3115")
    assert unit_gross_of(D("3871.3115"), D("0.22")) == D("4723.0000")
    assert unit_gross_of(D("10"), None) == D("10.0000")
