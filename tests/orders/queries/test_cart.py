"""The lines of the cart: sums, saving, what is short and what can be done about it."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import Actor
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.queries.cart import CartPage, cart_page
from tests.factories import make_analogue, make_price, make_price_list, make_product, make_stock, make_tier


@pytest.fixture
def product(db: None) -> Product:
    product = make_product("CF259X", pack_multiple=5)
    make_price(product, "100")
    return product


def page_with(buyer: Actor, product: Product, quantity: int, now: datetime) -> CartPage:
    change_cart_line(product=product, quantity=quantity, by=buyer, at=now)
    return cart_page(buyer, now)


def test_cart_page_sums_net_and_vat_of_each_line(buyer: Actor, product: Product, now: datetime) -> None:
    make_stock(product, 10)
    untaxed = make_product(vat_rate=None)
    make_price(untaxed, "7")
    make_stock(untaxed)
    page_with(buyer, product, 10, now)
    totals = page_with(buyer, untaxed, 1, now).totals
    assert (totals.amounts.net, totals.amounts.tax, totals.amounts.gross) == (
        Decimal("826.67"),
        Decimal("180.33"),
        Decimal("1007.00"),
    )
    assert [(rate.tax_rate, rate.amounts.gross) for rate in totals.by_rate] == [
        (Decimal("0.22"), Decimal("1000.00")),
        (None, Decimal("7.00")),
    ]


def test_cart_page_tells_what_is_saved_against_the_recommended_price(
    buyer: Actor, product: Product, now: datetime
) -> None:
    make_stock(product, 10)
    make_price(product, "130", price_list=make_price_list("rrc", tier=make_tier("rrc", is_recommended=True)))
    assert page_with(buyer, product, 10, now).saving == Decimal("300.00")


@pytest.mark.parametrize(("free", "only"), [(4, 0), (9, 5), (14, 10)])
def test_cart_page_offers_the_free_orderable_quantity(
    buyer: Actor, product: Product, now: datetime, free: int, only: int
) -> None:
    make_stock(product, free)
    page = page_with(buyer, product, 15, now)
    assert page.short == page.rows
    assert page.rows[0].only == only
    assert page.is_orderable


def test_cart_page_counts_analogues_of_what_is_short(buyer: Actor, product: Product, now: datetime) -> None:
    make_analogue(product, make_product())
    assert page_with(buyer, product, 5, now).rows[0].analogues == 1


def test_cart_page_names_the_nearest_quantities_once_the_pack_changed(
    buyer: Actor, product: Product, now: datetime
) -> None:
    make_stock(product, 20)
    page_with(buyer, product, 15, now)
    Product.objects.update(pack_multiple=4)
    page = cart_page(buyer, now)
    assert page.rows[0].nearest == (12, 16)
    assert not page.is_orderable


def test_cart_page_without_a_price_cannot_be_ordered(buyer: Actor, now: datetime) -> None:
    product = make_product()
    make_stock(product)
    assert not page_with(buyer, product, 1, now).is_orderable
