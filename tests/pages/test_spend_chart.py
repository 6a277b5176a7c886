"""Months as bars."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from b2b_portal.pages.spend_chart import HEIGHT, spend_chart
from orders.queries.spend import Month


def months(*sums):
    return [Month(date(2026, number, 1), 1, Decimal(gross)) for number, gross in enumerate(sums, start=1)]


@pytest.mark.parametrize("nothing", [None, (), months(0, 0)])
def test_spend_chart_of_nothing_is_not_drawn(nothing):
    assert spend_chart(nothing) is None


def test_spend_chart_writes_thousands_from_six_digits_on():
    with translation.override("en"):
        small, large = spend_chart(months(99_999, "0.50")), spend_chart(months(100_000, 1_499, 1_500))
    assert [bar.value for bar in small.bars] == ["99,999", "1"]
    assert [bar.value for bar in large.bars] == ["100", "1", "2"]
    assert (small.in_thousands, large.in_thousands) == (False, True)


def test_spend_chart_stands_bars_on_one_line_in_attributes_any_language_can_read():
    with translation.override("ru"):
        chart = spend_chart(months(3, 1))
    assert [float(bar.y) + float(bar.height) for bar in chart.bars] == [HEIGHT, HEIGHT]
    assert float(chart.bars[0].height) == pytest.approx(3 * float(chart.bars[1].height), abs=0.02)
    assert [bar.is_current for bar in chart.bars] == [False, True]
    assert [bar.label for bar in chart.bars] == ["янв", "фев"]
