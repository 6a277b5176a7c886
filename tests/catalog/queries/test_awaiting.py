"""By when what is missing would come to whoever asks now."""

import uuid
from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import Backorder
from catalog.queries.awaiting import expected_for
from tests.factories import make_product, make_transit

pytestmark = pytest.mark.django_db
SOON, LATER = date(2026, 11, 27), date(2026, 12, 4)


def test_expected_for_is_the_day_on_which_the_last_missing_piece_comes(now: datetime) -> None:
    product = make_product()
    make_transit(product, 5, SOON)
    make_transit(product, 5, LATER)
    assert expected_for({product.pk: 5}) == {product.pk: SOON}
    assert expected_for({product.pk: 6}) == {product.pk: LATER}
    assert expected_for({product.pk: 11}) == {product.pk: None}


@pytest.mark.unsound
def test_expected_for_stands_behind_all_who_wait(now: datetime) -> None:
    product = make_product()
    make_transit(product, 5, SOON)
    make_transit(product, 5, LATER)
    Backorder.objects.create(
        product=product, holder=uuid.uuid4(), quantity=4, arrived=1, asked_at=now, working_days=3, expected_on=SOON
    )
    assert expected_for({product.pk: 2}) == {product.pk: SOON}
    assert expected_for({product.pk: 3}) == {product.pk: LATER}


@pytest.mark.parametrize("products", [1, 3])
def test_expected_for_takes_two_queries(products: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    missing = {make_product().pk: 1 for _ in range(products)}
    with django_assert_num_queries(2):
        assert expected_for(missing) == dict.fromkeys(missing)


def test_expected_for_nothing_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert expected_for({}) == {}
