from datetime import date, datetime, time
from decimal import Decimal

import pytest

from orders.delivery import arrival_day, delivery_price, left_to_free

SIX = time(18)
FREE = Decimal("50000")
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("free_from", "goods", "price", "left"),
    [
        (None, "1000000", "1200", None),
        (FREE, "49999.99", "1200", "0.01"),
        (FREE, "50000", "0", None),
        (FREE, "60000", "0", None),
        (Decimal(0), "1", "0", None),
    ],
)
def test_delivery_price_and_what_is_left_to_free(free_from, goods, price, left):
    assert delivery_price(Decimal(1200), free_from, Decimal(goods)) == Decimal(price)
    assert left_to_free(Decimal(1200), free_from, Decimal(goods)) == (left and Decimal(left))


def test_left_to_free_says_nothing_of_a_method_that_costs_nothing():
    assert left_to_free(Decimal(0), FREE, Decimal(1)) is None


@pytest.mark.parametrize(
    ("at", "cut_off", "days", "holidays", "arrives"),
    [
        (datetime(2026, 11, 23, 17, 59), SIX, 1, {}, TUESDAY),
        (datetime(2026, 11, 23, 18, 0), SIX, 1, {}, WEDNESDAY),
        (datetime(2026, 11, 23, 23, 0), None, 1, {}, TUESDAY),
        (datetime(2026, 11, 23, 9, 0), SIX, 0, {}, MONDAY),
        (datetime(2026, 11, 20, 19, 0), SIX, 1, {}, TUESDAY),
        (datetime(2026, 11, 21, 9, 0), SIX, 0, {}, MONDAY),
        (datetime(2026, 11, 21, 9, 0), SIX, 0, {date(2026, 11, 21): True}, date(2026, 11, 21)),
        (datetime(2026, 11, 23, 9, 0), SIX, 1, {TUESDAY: False}, WEDNESDAY),
    ],
)
def test_arrival_day_counts_working_days_from_the_day_it_leaves(at, cut_off, days, holidays, arrives):
    assert arrival_day(at, cut_off, days, holidays) == arrives
