"""What is on its way, what of it is promised, and what should have come."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.enums import BackorderState
from catalog.models import Backorder
from catalog.queries.transit import Incoming, in_transit
from tests.factories import make_product, make_transit, make_warehouse

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def wait_for(product_id: int, quantity: int, at: datetime, **fields: object) -> None:
    Backorder.objects.create(
        product_id=product_id, holder=uuid.uuid4(), quantity=quantity, asked_at=at, working_days=3, **fields
    )


def test_in_transit_names_day_warehouse_and_pieces_the_earliest_first(now: datetime) -> None:
    product, other = make_product(), make_product()
    make_transit(product, 200, day(9))
    make_transit(product, 60, day(2), make_warehouse("spb", name="Petersburg"))
    assert in_transit([product.pk, other.pk], now) == {
        product.pk: (
            Incoming(day(2), "Petersburg", 60, 60, is_late=False),
            Incoming(day(9), "Main", 200, 200, is_late=False),
        )
    }


def test_in_transit_serves_who_waits_from_what_comes_first(now: datetime) -> None:
    product = make_product()
    for days, quantity in ((2, 60), (5, 40), (9, 30)):
        make_transit(product, quantity, day(days))
    wait_for(product.pk, 50, now, arrived=5)
    wait_for(product.pk, 25, now)
    wait_for(product.pk, 900, now, state=BackorderState.CANCELLED)
    wait_for(make_product().pk, 900, now)
    assert [one.free for one in in_transit([product.pk], now)[product.pk]] == [0, 30, 30]
    wait_for(product.pk, 900, now)
    assert [one.free for one in in_transit([product.pk], now)[product.pk]] == [0, 0, 0]


def test_in_transit_marks_late_what_should_have_come_by_the_shops_day(now: datetime) -> None:
    product = make_product()
    for days in (-1, 0, 1):
        make_transit(product, 1, day(days))
    assert [one.is_late for one in in_transit([product.pk], now)[product.pk]] == [True, False, False]
    midnight_in_moscow = now.replace(hour=21)
    assert [one.is_late for one in in_transit([product.pk], midnight_in_moscow)[product.pk]] == [True, True, False]


@pytest.mark.parametrize("several", [1, 3])
def test_in_transit_is_one_query(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries, several: int
) -> None:
    products = [make_product() for _ in range(several)]
    for product in products:
        make_transit(product, 5, day(1))
        wait_for(product.pk, 1, now)
    with django_assert_num_queries(1):
        assert len(in_transit([product.pk for product in products], now)) == several
