"""What has no price, or none above 0, is sold on request: no page offers it at 0, no road orders it."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from catalog.models import Product
from orders.models import CartLine, Order
from orders.queries.cart import cart_page, cart_summary
from tests.factories import make_price, make_price_list, make_product, make_stock

pytestmark = pytest.mark.django_db


def _bare(buyer: Actor, product: Product) -> None:
    """No row at all."""


def _zero(buyer: Actor, product: Product) -> None:
    make_price(product, "0")


def _swallowed(buyer: Actor, product: Product) -> None:
    """A computed list that takes off more than the price is."""
    assert buyer.company
    base = make_price_list("base")
    make_price(product, "50", price_list=base)
    make_price_list("tier", tier=buyer.company.tier, source=base, amount=Decimal("-50"), priority=1)


@pytest.fixture(params=[_bare, _zero, _swallowed], ids=["bare", "zero", "swallowed"])
def product(request: pytest.FixtureRequest, buyer: Actor) -> Product:
    made = make_product("ASK-1")
    make_stock(made, 10)
    request.param(buyer, made)
    return made


def words(client: Client, address: str, **query: str) -> str:
    return " ".join(client.get(address, query).content.decode().split())


def test_search_and_the_products_page_offer_no_cart(buyer_client: Client, product: Product) -> None:
    add = f'action="{reverse("orders:cart-add")}"'
    found = words(buyer_client, "/search/", q="ASK-1")
    assert "on request" in found
    page = words(buyer_client, reverse("product", args=[product.uid]))
    assert "Price on request" in page
    assert add not in found + page


def test_a_cart_with_it_says_so_and_cannot_be_sent(buyer_client: Client, buyer: Actor, product: Product, now) -> None:
    buyer_client.post("/cart/add/", {"product": product.uid, "quantity": 1})
    assert cart_summary(buyer).gross == 0
    cart = cart_page(buyer, now)
    assert (cart.is_orderable, cart.rows[0].priced) == (False, None)
    page = words(buyer_client, "/cart/")
    assert "price on request" in page
    assert re.search(r"data-send disabled", page)
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key
    answer = buyer_client.post(reverse("orders:cart-order"), {"key": key[1]})
    assert answer.status_code in (409, 422)
    assert not Order.objects.exists()


def test_a_typed_line_of_it_brings_no_price_either(buyer_client: Client, product: Product) -> None:
    answer = buyer_client.post(reverse("orders:cart-quick"), {"line": "ASK-1 3"}, follow=True)
    assert CartLine.objects.get().quantity == 3
    assert "price on request" in answer.content.decode()
