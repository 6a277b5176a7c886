"""Replacements of a line on the cart's page, with script and without."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.models import Company
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.models import CartLine
from tests.conftest import client_of
from tests.factories import make_actor, make_analogue, make_price, make_product, make_stock
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
CART, REPLACE, PART = "orders:cart", "orders:cart-replace", {"HX-Request": "true"}


def sold(article: str, price: str = "100", pieces: int = 100, **fields: object) -> Product:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product, price)
    make_stock(product, pieces)
    return product


@pytest.fixture
def product(buyer: Actor) -> Product:
    product = sold("CF259X")
    change_cart_line(product=product, quantity=7, by=buyer, at=timezone.now())
    return product


@pytest.fixture
def other(product: Product) -> Product:
    other = sold("CS-CF259X", "59", brand="Cactus", pack_multiple=5)
    make_analogue(product, other)
    return other


def shown(client: Client, **asked: object) -> str:
    answer = client.get(reverse(CART), asked)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def form(product: Product, other: Product) -> dict[str, object]:
    return {"product": product.uid, "other": other.uid}


def test_cart_unfolds_what_a_line_can_be_replaced_by(buyer_client: Client, product: Product, other: Product) -> None:
    make_analogue(product, sold("GONE", pieces=0))
    folded = shown(buyer_client)
    assert f"?replace={product.uid}#line-{product.uid}" in folded
    assert "CS-CF259X" not in folded
    text = shown(buyer_client, replace=product.uid)
    assert f'id="instead-{other.uid}"' in text
    assert "−41%" in text
    assert "multiples of 5" in text
    assert "1 more is out of stock" in text
    assert "GONE" not in text
    for odd in ("x", uuid.uuid4(), other.uid, ""):
        assert 'id="replace"' not in shown(buyer_client, replace=odd)


def test_cart_replace_without_script_goes_back_and_says_what_changed(
    buyer_client: Client, product: Product, other: Product
) -> None:
    answer = buyer_client.post(reverse(REPLACE), form(product, other))
    assert answer.url == reverse(CART)
    text = shown(buyer_client)
    assert "CS-CF259X instead of CF259X: 10 pcs now, there were 7 pcs." in text
    assert "instead of HP CF259X" in text


def test_cart_replace_with_script_answers_the_cart_and_a_toast(
    buyer_client: Client, product: Product, other: Product
) -> None:
    part = buyer_client.post(reverse(REPLACE), form(product, other), headers=PART).text
    assert part.lstrip().startswith('<div id="cart"')
    assert f'id="line-{other.uid}"' in part
    assert "there were 7" in part.partition('id="toasts"')[2]


@pytest.mark.parametrize("policy", ["never", "same_brand"])
def test_the_cart_offers_nothing_that_the_policy_forbids(
    buyer: Actor, buyer_client: Client, product: Product, other: Product, policy: str
) -> None:
    Company.objects.filter(pk=buyer.company.pk).update(replacement_policy=policy)
    assert "?replace=" not in shown(buyer_client)
    assert 'id="replace"' not in shown(buyer_client, replace=product.uid)
    answer = buyer_client.post(reverse(REPLACE), form(product, other), headers=PART)
    assert answer.status_code == 422
    assert "Your company takes" in answer.text
    assert CartLine.objects.get().product == product


def test_hidden_products_and_carts_of_others_are_404(buyer_client: Client, product: Product, other: Product) -> None:
    hidden = sold("HIDDEN", is_on_sale=False)
    make_analogue(product, hidden)
    asked = (buyer_client, form(product, hidden)), (client_of(make_actor()), form(product, other))
    for client, data in asked:
        assert client.post(reverse(REPLACE), data).status_code == 404
    assert CartLine.objects.get().product == product


@pytest.mark.parametrize("data", [{}, {"product": "x", "other": "y"}, {"product": "1" * 5000}])
def test_nonsense_is_422(buyer_client: Client, data: dict[str, str]) -> None:
    assert buyer_client.post(reverse(REPLACE), data).status_code == 422


def test_the_order_says_what_a_line_replaces(buyer: Actor, buyer_client: Client) -> None:
    order = make_order(buyer)
    order.lines.update(replaces="HP <CF259X>")
    assert "instead of HP &lt;CF259X&gt;" in buyer_client.get(reverse("order", args=[order.number])).text


@pytest.mark.parametrize("others", [1, 3])
def test_unfolding_costs_the_same_queries_however_many_analogues(
    buyer_client: Client, product: Product, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(others):
        make_analogue(product, sold(f"A{number}"))
    shown(buyer_client)
    # the cart's 17, and: line, links, analogues, stock, transit, price lists, prices, typed attributes
    with django_assert_num_queries(27):
        shown(buyer_client, replace=product.uid)
