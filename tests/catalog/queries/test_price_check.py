"""What staff see of a price: every list asked, in which order, from which version, with which margin."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM, Actor
from catalog.actions.set_costs import NewCost, set_costs
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.models import PriceList, Product
from catalog.queries.price_check import price_check
from catalog.queries.price_history import price_history
from tests.factories import make_price_list, make_product

pytestmark = pytest.mark.django_db


def put(price_list: PriceList, product: Product, unit_price: str, at: datetime, quantity: int = 1) -> None:
    set_prices(price_list=price_list, prices=[NewPrice(product, quantity, Decimal(unit_price))], by=SYSTEM, at=at)


@pytest.fixture
def lists(buyer: Actor) -> tuple[PriceList, PriceList, PriceList]:
    """The base list, the list of the buyer's tier computed from it, and his contract."""
    assert buyer.company
    base = make_price_list("base")
    computed = make_price_list("tier", tier=buyer.company.tier, source=base, percent=Decimal(-10))
    contract = make_price_list("contract", kind="contract")
    contract.companies.add(buyer.company)
    return base, computed, contract


def test_price_check_names_every_list_that_was_asked(
    buyer: Actor, lists: tuple[PriceList, PriceList, PriceList], now: datetime, django_assert_num_queries: object
) -> None:
    base, computed, contract = lists
    product = make_product(vat_rate=Decimal("0.22"))
    put(base, product, "122", now)
    put(base, product, "244", now)
    put(contract, product, "183", now, quantity=10)
    set_costs(costs=[NewCost(product, Decimal(150))], by=SYSTEM, at=now)
    assert buyer.company
    for quantity, winner, margin in ((1, computed, Decimal("0.2")), (10, contract, Decimal(0))):
        with django_assert_num_queries(4):  # type: ignore[operator]
            check = price_check(buyer.company, product, quantity, now)
        assert [one.active.code for one in check.asked] == ["contract", "tier"]
        assert check.winner
        assert check.winner.active.code == winner.code
        assert (check.cost, check.winner.margin) == (150, margin)
    assert [one.version and one.version.number for one in check.asked] == [1, 2]
    assert [one.wins for one in check.asked] == [True, False]
    assert check.asked[1].line is not None


def test_price_check_without_any_price(buyer: Actor, now: datetime) -> None:
    assert buyer.company
    check = price_check(buyer.company, make_product(), 1, now)
    assert (check.asked, check.winner, check.cost) == ((), None, None)


def test_price_history_tells_the_newest_first_and_draws_lists_that_moved(
    lists: tuple[PriceList, PriceList, PriceList], now: datetime, django_assert_num_queries: object
) -> None:
    base, _computed, contract = lists
    product = make_product()
    for unit_price in ("100", "120"):
        put(base, product, unit_price, now)
    put(contract, product, "90", now)
    with django_assert_num_queries(1):  # type: ignore[operator]
        history = price_history(product, now)
    told = [(one.change.version.price_list.code, one.change.was, one.change.becomes) for one in history.changes]
    assert told == [("contract", None, 90), ("base", 100, 120), ("base", None, 100)]
    assert [(line.price_list, line.first.becomes, line.last.becomes) for line in history.lines] == [(base, 100, 120)]
    assert history.lines[0].path == "M0 44.0H0V4.0H240V4.0"


def test_price_history_of_nothing(now: datetime) -> None:
    history = price_history(make_product(), now)
    assert (history.changes, history.lines) == ((), ())
