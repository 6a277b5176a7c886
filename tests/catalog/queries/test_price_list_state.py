"""The state of a company's price list: what moves it at once, without waiting for counters of the database."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Actor
from accounts.models import Company
from catalog.actions.set_costs import NewCost, set_costs
from catalog.enums import FeedFormat
from catalog.models import Product
from catalog.price_list_columns import USUAL, WantedFile
from catalog.queries.price_list_state import PriceListState, price_list_state
from tests.factories import make_price, make_price_list, make_product

pytestmark = pytest.mark.django_db


def state(company: Company, at: datetime) -> PriceListState:
    return price_list_state(company, WantedFile(FeedFormat.CSV, tuple(USUAL)), at, "ru")


@pytest.fixture
def product() -> Product:
    made = make_product(vat_rate=None)
    make_price(made, "100", price_list=make_price_list("base"))
    return made


@pytest.mark.parametrize("margin", ["10", "0"])
def test_price_list_state_knows_a_lowest_price_that_moved_with_its_cost(
    buyer: Actor, product: Product, now: datetime, margin: str
) -> None:
    company = buyer.company
    assert company is not None
    own = make_price_list("own", kind="contract", source=make_price_list("base"), margin_floor=Decimal(margin))
    own.companies.add(company)
    before = state(company, now)
    set_costs(costs=[NewCost(product, Decimal("90"))], by=SYSTEM, at=now)
    moved = state(company, now)
    assert moved.etag != before.etag
    assert moved.lists != before.lists  # what changed since is not all: versions do not tell of lowest prices
    set_costs(costs=[NewCost(product, Decimal("90"))], by=SYSTEM, at=now)
    assert state(company, now) == moved


def test_price_list_state_of_a_list_without_margin_does_not_ask_for_lowest_prices(
    buyer: Actor, product: Product, now: datetime
) -> None:
    company = buyer.company
    assert company is not None
    make_price_list("other", kind="contract", source=make_price_list("base"), margin_floor=Decimal(10))
    before = state(company, now)
    set_costs(costs=[NewCost(product, Decimal("90"))], by=SYSTEM, at=now)
    assert state(company, now) == before
