from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.money import NOTHING, Amounts, line_amounts, sum_amounts
from orders.totals import RateTotal, Totals, totals_of

priced = st.builds(
    lambda price, rate: (rate, line_amounts(price, 1, rate, True)),
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.sampled_from([None, D("0"), D("0.10"), D("0.22")]),
)


def test_totals_of_adds_lines_and_never_taxes_the_total() -> None:
    totals = totals_of([(D("0.22"), line_amounts(D("0.99"), 1, D("0.22"), True))] * 7)
    assert totals.amounts == Amounts(D("5.67"), D("1.26"), D("6.93"))


def test_totals_of_lists_rates_from_the_highest_and_without_vat_last() -> None:
    rates = [None, D("0"), D("0.10"), D("0.22"), D("0.10")]
    totals = totals_of((rate, line_amounts(D("110"), 1, rate, True)) for rate in rates)
    assert totals.by_rate == (
        RateTotal(D("0.22"), Amounts(D("90.16"), D("19.84"), D("110.00"))),
        RateTotal(D("0.10"), Amounts(D("200.00"), D("20.00"), D("220.00"))),
        RateTotal(D("0"), Amounts(D("110.00"), D("0.00"), D("110.00"))),
        RateTotal(None, Amounts(D("110.00"), D("0.00"), D("110.00"))),
    )


def test_totals_of_takes_one_rate_written_two_ways_for_one() -> None:
    line = line_amounts(D("110"), 1, D("0.1"), True)
    assert len(totals_of([(D("0.1"), line), (D("0.1000"), line)]).by_rate) == 1


def test_totals_of_nothing_are_zero() -> None:
    assert totals_of([]) == Totals(NOTHING, ())


@given(st.lists(priced, max_size=30))
def test_totals_of_equal_the_sum_of_rates_and_of_lines(lines: list[tuple[D | None, Amounts]]) -> None:
    totals = totals_of(lines)
    assert totals.amounts == sum_amounts(amounts for _, amounts in lines)
    assert totals.amounts == sum_amounts(rate.amounts for rate in totals.by_rate)
