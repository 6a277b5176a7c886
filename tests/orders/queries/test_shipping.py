"""From where and when the goods of a cart leave."""

from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from orders.queries.shipping import Part, Shipping, shipping_of
from tests.factories import make_product, make_stock, make_transit, make_warehouse

pytestmark = pytest.mark.django_db


def test_shipping_of_takes_the_nearest_warehouses_first_and_joins_those_of_a_day(now: datetime) -> None:
    product = make_product()
    for code, pieces, days, position in (("far", 9, 2, 3), ("near", 3, 0, 1), ("next", 2, 0, 2)):
        make_stock(product, pieces, make_warehouse(code, lead_days=days, position=position))
    found = shipping_of({product.pk: 7}, now)[product.pk]
    assert found == Shipping((Part(5, 0, ("Near", "Next")), Part(2, 2, ("Far",))), free=14)
    assert not found.is_one_part


def test_shipping_of_names_what_is_missing_and_its_day(now: datetime) -> None:
    product = make_product()
    make_stock(product, 2)
    make_transit(product, 5, date(2026, 11, 27))
    assert shipping_of({product.pk: 4}, now)[product.pk] == Shipping(
        (Part(2, 0, ("Main",)),), free=2, missing=2, expected_on=date(2026, 11, 27)
    )


def test_shipping_of_takes_a_day_that_is_over_for_no_promise(now: datetime) -> None:
    product = make_product()
    make_transit(product, 5, date(2026, 11, 20))
    assert shipping_of({product.pk: 4}, now)[product.pk] == Shipping((), free=0, missing=4, expected_on=None)


@pytest.mark.parametrize(("quantity", "queries"), [(1, 1), (99, 3)])
@pytest.mark.parametrize("products", [1, 3])
def test_shipping_of_costs_the_same_for_one_and_three_products(
    now: datetime, products: int, quantity: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = {}
    for _ in range(products):
        product = make_product()
        make_stock(product)
        wanted[product.pk] = quantity
    with django_assert_num_queries(queries):
        shipping_of(wanted, now)
