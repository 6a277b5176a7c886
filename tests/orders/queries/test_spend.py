"""What a company bought month by month."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.actors import Actor
from orders.enums import OrderStatus
from orders.queries.spend import spend_by_month
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def bought(actor, at, price="100"):
    return make_order(actor, (price,), 1, placed_at=at)


def test_spend_by_month_cuts_months_in_moscow(buyer, now):
    bought(buyer, datetime(2026, 10, 31, 20, 59, tzinfo=UTC), "1")  # 23:59 of October in Moscow
    bought(buyer, datetime(2026, 10, 31, 21, 0, tzinfo=UTC), "2")  # midnight: November
    bought(buyer, now, "4")
    months = spend_by_month(buyer, now)
    assert [(month.first_day, month.orders, month.gross) for month in months[-2:]] == [
        (date(2026, 10, 1), 1, Decimal(1)),
        (date(2026, 11, 1), 2, Decimal(6)),
    ]


def test_spend_by_month_shows_twelve_months_with_the_empty_ones(buyer, now):
    bought(buyer, datetime(2025, 11, 30, 20, 59, tzinfo=UTC))  # a moment too early
    first = bought(buyer, datetime(2025, 11, 30, 21, 0, tzinfo=UTC))  # midnight of 1 December
    months = spend_by_month(buyer, now)
    assert [month.first_day for month in months] == [
        date(2025, 12, 1),
        *(date(2026, month, 1) for month in range(1, 12)),
    ]
    assert [month.gross for month in months] == [first.gross] + [Decimal(0)] * 11


def test_spend_by_month_leaves_out_cancelled_orders_and_other_companies(buyer, now):
    make_order(buyer, placed_at=now, status=OrderStatus.CANCELLED)
    bought(make_actor(), now)
    assert not any(month.orders for month in spend_by_month(buyer, now))
    assert spend_by_month(Actor(user=buyer.user), now) is None


@pytest.mark.parametrize("orders", [1, 3])
def test_spend_by_month_costs_one_query(buyer, now, orders, django_assert_num_queries):
    for _ in range(orders):
        bought(buyer, now)
    with django_assert_num_queries(1):
        spend_by_month(buyer, now)
