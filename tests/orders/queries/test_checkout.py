"""How a cart can be ordered, and what is chosen before the buyer chose."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from catalog.models import Product
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod
from orders.parties import OtherParty, Parties
from orders.queries.cart import cart_page
from orders.queries.checkout import Checkout, Chosen, Usual, checkout_of
from tests.factories import make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_address
from tests.factories.orders import make_delivery_method

NOTHING = Chosen()
SELLER_INN = "7714123459"


@pytest.fixture
def product(buyer: Actor, now: datetime) -> Product:
    product = make_product("CF259X")
    make_price(product, "8940")
    make_stock(product, 20)
    change_cart_line(product=product, quantity=2, by=buyer, at=now)
    return product


@pytest.fixture
def method(db: None) -> DeliveryMethod:
    return make_delivery_method()


def make_pickup(code: str = "pickup") -> DeliveryMethod:
    return make_delivery_method(
        code,
        name="Pick-up",
        kind=DeliveryKind.PICKUP,
        price_gross=0,
        free_from_gross=None,
        warehouse=make_warehouse(),
        working_days=0,
        position=9,
    )


def checkout(buyer: Actor, now: datetime, chosen: Chosen = NOTHING) -> Checkout:
    return checkout_of(buyer, cart_page(buyer, now), chosen, now)


def test_checkout_of_adds_delivery_and_its_vat(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    make_address(buyer.company)
    found = checkout(buyer, now)
    assert found.goods.amounts.gross == Decimal("17880.00")
    assert found.totals.amounts.gross == Decimal("19080.00")
    assert found.totals.amounts.tax == found.goods.amounts.tax + Decimal("216.39")
    assert found.option
    assert found.option.value == "our|1200.00"
    assert found.option.left_to_free == Decimal("32120.00")


def test_checkout_of_brings_for_nothing_from_a_sum(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    change_cart_line(product=product, quantity=10, by=buyer, at=now)
    (option,) = checkout(buyer, now).options
    assert (option.value, option.left_to_free) == ("our|0.00", None)


@pytest.mark.parametrize(("hours", "leaves", "arrives"), [(0, 23, 24), (7, 24, 25)])
def test_checkout_of_knows_the_cut_off(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime, hours: int, leaves: int, arrives: int
) -> None:
    (option,) = checkout(buyer, now + timedelta(hours=hours)).options
    assert (option.leaves_on, option.arrives_on) == (date(2026, 11, leaves), date(2026, 11, arrives))
    assert bool(option.cut_off_at) == (hours == 0)


def test_checkout_of_a_first_order_chooses_the_first_way_that_fits(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    make_pickup()
    without = checkout(buyer, now)
    assert without.option
    assert without.option.method.code == "pickup"
    first = make_address(buyer.company)
    make_address(buyer.company, "Тверь, Вагжанова, 7")
    found = checkout(buyer, now)
    assert found.option
    assert found.option.method == method
    assert found.address == first


def test_checkout_of_repeats_the_last_order(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    other = make_delivery_method("express", position=5, price_gross=Decimal(3600), free_from_gross=None)
    make_address(buyer.company)
    second = make_address(buyer.company, "Тверь, Вагжанова, 7")
    choice = DeliveryChoice(other, second)
    consignee = OtherParty("ООО «Склад»", SELLER_INN)
    place_order(key=uuid.uuid4(), by=buyer, at=now, delivery=choice, parties=Parties(consignee, consignee))
    change_cart_line(product=product, quantity=1, by=buyer, at=now)
    found = checkout(buyer, now)
    assert found.option
    assert found.option.method == other
    assert found.address == second
    party = {"name": "ООО «Склад»", "inn": SELLER_INN, "kpp": ""}
    assert found.usual == Usual("express", second.text, party, party)


def test_checkout_of_takes_what_the_buyer_chose(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    make_pickup()
    make_address(buyer.company)
    second = make_address(buyer.company, "Тверь, Вагжанова, 7")
    found = checkout(buyer, now, Chosen("pickup", second.uid))
    assert found.option
    assert found.option.method.code == "pickup"
    assert found.address == second
    assert found.totals.amounts.gross == Decimal("17880.00")


def test_checkout_of_says_when_the_day_is_too_early(
    buyer: Actor, product: Product, method: DeliveryMethod, now: datetime
) -> None:
    make_address(buyer.company)
    assert checkout(buyer, now, Chosen(not_later_than_on=date(2026, 11, 23))).is_too_late
    assert not checkout(buyer, now, Chosen(not_later_than_on=date(2026, 11, 24))).is_too_late


def test_checkout_of_says_how_much_is_missing_to_the_minimum(buyer: Actor, product: Product, now: datetime) -> None:
    assert buyer.company
    buyer.company.contracts.update(minimum_order_gross=Decimal("20000"))
    found = checkout(buyer, now)
    assert found.missing_to_minimum == Decimal("2120.00")
    assert not found.can_be_sent


def test_checkout_of_without_a_contract_cannot_be_sent(buyer: Actor, product: Product, now: datetime) -> None:
    assert buyer.company
    buyer.company.contracts.update(is_default=False, is_open=False)
    found = checkout(buyer, now)
    assert (found.reserved_until, found.can_be_sent) == (None, False)


def test_checkout_of_reserves_for_the_contracts_working_days(buyer: Actor, product: Product, now: datetime) -> None:
    found = checkout(buyer, now)
    assert found.reserved_until
    assert found.reserved_until.date() == date(2026, 11, 26)


@pytest.mark.parametrize("rows", [1, 3])
def test_checkout_of_takes_five_queries(
    buyer: Actor, now: datetime, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_delivery_method(f"our-{number}")
        make_address(buyer.company, f"Address {number}")
    page = cart_page(buyer, now)
    with django_assert_num_queries(5):
        checkout_of(buyer, page, NOTHING, now)
