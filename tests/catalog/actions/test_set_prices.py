"""Prices set by hand: one version per call, a trail per change."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM
from b2b_portal.core.models import Delivery
from catalog.actions.set_prices import ListIsComputed, NewPrice, set_prices
from catalog.models import Price, PriceChange, PriceList, PriceListVersion
from tests.factories import make_price, make_price_list, make_product, make_tier

pytestmark = pytest.mark.django_db


def test_set_prices_changes_adds_and_leaves_other_breaks(now: datetime) -> None:
    product, new = make_product(), make_product()
    make_price(product, "100")
    make_price(product, "90", quantity=10)
    prices = [NewPrice(product, 1, Decimal("99.5")), NewPrice(new, 5, Decimal(7))]
    assert put(prices, now) == 2
    found = Price.objects.order_by("pk").values_list("product", "quantity", "unit_price")
    assert list(found) == [
        (product.pk, 1, Decimal("99.5")),
        (product.pk, 10, Decimal(90)),
        (new.pk, 5, Decimal(7)),
    ]
    trail = PriceChange.objects.order_by("version", "product").values_list("product", "was", "becomes")
    assert list(trail) == [(product.pk, Decimal(100), Decimal("99.5")), (new.pk, None, Decimal(7))]


def test_set_prices_numbers_versions_and_leaves_none_without_a_difference(now: datetime) -> None:
    product = make_product()
    assert [put([NewPrice(product, 1, Decimal(price))], now) for price in (5, 6, 6)] == [1, 1, 0]
    assert list(PriceListVersion.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]


def test_set_prices_announces_the_version(now: datetime) -> None:
    put([NewPrice(make_product(), 1, Decimal(5))], now)
    owed = Delivery.objects.filter(event="catalog.prices_published").values_list("payload", flat=True)
    assert list(owed) == [{"version_id": PriceListVersion.objects.get().pk}]


def test_set_prices_takes_the_last_of_two_prices(now: datetime) -> None:
    product = make_product()
    put([NewPrice(product, 1, Decimal(5)), NewPrice(product, 1, Decimal(6))], now)
    assert Price.objects.get().unit_price == 6


def test_set_prices_refuses_a_computed_list(now: datetime) -> None:
    computed = make_price_list("opt-2", tier=make_tier("opt-2"), source=make_price_list())
    with pytest.raises(ListIsComputed, match="opt-1"):
        put([NewPrice(make_product(), 1, Decimal(5))], now, computed)


def test_set_prices_costs_the_same_for_more_rows(now: datetime, django_assert_num_queries: object) -> None:
    make_price_list()
    for count in (1, 4):
        products = [make_product() for _number in range(count)]
        for product in products:
            make_price(product)
        with django_assert_num_queries(13):
            put([NewPrice(product, quantity, Decimal(5)) for product in products for quantity in (1, 2)], now)


def put(prices: list[NewPrice], now: datetime, price_list: PriceList | None = None) -> int:
    return set_prices(price_list=price_list or make_price_list(), prices=prices, by=SYSTEM, at=now)
