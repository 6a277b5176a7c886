"""The buttons on the page of a product, and the page of what a person waits for."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.permissions import Role
from catalog.models import Product, Watch
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_product, make_stock

PAGE = "/watches/"


@pytest.fixture
def product(db: None) -> Product:
    made = make_product("CF259X")
    make_price(made)
    return made


def ask(client: Client, product: Product, kind: str) -> int:
    return client.post(reverse("catalog:watch-add", args=[product.uid]), {"kind": kind}).status_code


def test_what_is_out_offers_both_and_then_says_so(buyer_client: Client, product: Product) -> None:
    page = reverse("product", args=[product.uid])
    text = buyer_client.get(page).text
    assert ("Tell me when it is back" in text, "Watch the price" in text) == (True, True)
    assert [ask(buyer_client, product, kind) for kind in ("back", "price", "price")] == [302] * 3
    text = buyer_client.get(page).text
    assert ("We will tell you when it is back" in text, "You watch the price" in text) == (True, True)
    assert Watch.objects.count() == 2
    assert "CF259X" in buyer_client.get(PAGE).text


def test_what_is_in_stock_offers_the_price_alone(buyer: Actor, buyer_client: Client, product: Product) -> None:
    make_stock(product)
    page = reverse("product", args=[product.uid])
    assert "Tell me when it is back" not in buyer_client.get(page).text
    assert "is in stock." in buyer_client.post(f"{page}watch/", {"kind": "back"}, follow=True).text
    accountant = client_of(make_actor(buyer.company, Role.ACCOUNTANT))
    assert "Watch the price" not in accountant.get(page).text
    assert ask(accountant, product, "price") == 403


def test_odd_kinds_and_hidden_products_are_refused(buyer_client: Client, product: Product) -> None:
    assert ask(buyer_client, product, "x") == 400
    Product.objects.update(is_on_sale=False)
    assert ask(buyer_client, product, "price") == 404


def test_a_hidden_product_vanishes_from_the_page(buyer_client: Client, product: Product, now: datetime) -> None:
    ask(buyer_client, product, "price")
    Product.objects.update(is_on_sale=False)
    assert "CF259X</span>" not in buyer_client.get(PAGE).text


def test_a_watch_is_removed_by_its_person_alone(buyer: Actor, buyer_client: Client, product: Product) -> None:
    ask(buyer_client, product, "price")
    remove = reverse("catalog:watch-remove", args=[Watch.objects.get().uid])
    assert client_of(make_actor(buyer.company)).post(remove).status_code == 404
    assert buyer_client.post(remove, follow=True).redirect_chain == [(PAGE, 302)]
    assert not Watch.objects.exists()
