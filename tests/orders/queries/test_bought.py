"""What my company bought and paid."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from orders.enums import OrderStatus
from orders.models import Order
from orders.queries.bought import SHOWN, bought
from tests.factories import make_actor, make_product
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def ordered(actor: Actor, at: datetime, price: str = "100", quantity: int = 3, **fields: object) -> Order:
    return make_order(actor, (price,), quantity, placed_at=at, **fields)


def same_product(*orders: Order) -> None:
    """Makes all orders be of the first one's product."""
    product = orders[0].lines.get().product
    for order in orders:
        order.lines.update(product=product)


def test_the_last_purchases_newest_first_and_the_sum_of_a_year(buyer: Actor, now: datetime) -> None:
    days = (400, *range(10, 10 * (SHOWN + 1), 10)[::-1])
    orders = [ordered(buyer, now - timedelta(days=ago), str(ago)) for ago in days]
    same_product(*orders)
    found = bought(buyer, orders[0].lines.get().product, now)
    assert found
    assert [one.number for one in found.purchases] == [order.number for order in orders[:0:-1]]
    assert [one.unit_gross for one in found.purchases] == [Decimal(ago) for ago in days[:0:-1]]
    assert (found.year_quantity, found.year_gross) == (3 * SHOWN, Decimal(3 * sum(days[1:])))


def test_a_net_price_is_shown_with_vat(buyer: Actor, now: datetime) -> None:
    order = ordered(buyer, now)
    order.lines.update(price_includes_vat=False)
    found = bought(buyer, order.lines.get().product, now)
    assert found
    assert found.purchases[0].unit_gross == Decimal("122")


def test_cancelled_orders_other_companies_and_other_products_do_not_count(buyer: Actor, now: datetime) -> None:
    mine = ordered(buyer, now)
    cancelled = ordered(buyer, now, status=OrderStatus.CANCELLED)
    theirs = ordered(make_actor(), now)
    same_product(mine, cancelled, theirs)
    product = mine.lines.get().product
    found = bought(buyer, product, now)
    assert found
    assert [one.number for one in found.purchases] == [mine.number]
    assert found.year_quantity == 3
    assert bought(buyer, make_product(), now) is None
    assert bought(Actor(user=buyer.user), product, now) is None


@pytest.mark.parametrize("orders", [1, 3])
def test_bought_costs_two_queries(
    buyer: Actor, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, orders: int
) -> None:
    made = [ordered(buyer, now) for _number in range(orders)]
    same_product(*made)
    product = made[0].lines.get().product
    with django_assert_num_queries(2):
        assert bought(buyer, product, now)
