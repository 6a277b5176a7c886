"""Results and suggestions offer no replacement that the company's policy forbids."""

import pytest
from django.test import Client
from django.urls import reverse

from catalog.enums import NumberKind
from catalog.models import ArticleNumber, Product
from tests.conftest import client_of
from tests.factories import make_actor, make_analogue, make_company, make_price, make_product, make_stock

pytestmark = pytest.mark.django_db
POLICIES = pytest.mark.parametrize(
    ("policy", "offered"), [("ask", {"HQ-777", "CS-888"}), ("same_brand", {"HQ-777"}), ("never", set())]
)


def sold(article: str, pieces: int = 5, **fields: object) -> Product:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product)
    make_stock(product, pieces)
    return product


@pytest.fixture
def product(db: None) -> Product:
    """CF259X with a replacement of its maker and one of another."""
    product = sold("CF259X")
    make_analogue(product, sold("HQ-777"))
    make_analogue(product, sold("CS-888", brand="Cactus"))
    return product


def client_with(policy: str) -> Client:
    return client_of(make_actor(make_company(replacement_policy=policy)))


def offered_in(text: str) -> set[str]:
    return {article for article in ("HQ-777", "CS-888") if article in text}


@POLICIES
def test_results_unfold_what_the_policy_allows(product: Product, policy: str, offered: set[str]) -> None:
    client, address = client_with(policy), reverse("catalog:search")
    assert ('id="unfold-' in client.get(address, {"q": "CF259X"}).text) == bool(offered)
    assert offered_in(client.get(address, {"q": "CF259X", "analogues": product.uid}).text) == offered


@POLICIES
def test_suggestions_name_what_the_policy_allows(product: Product, policy: str, offered: set[str]) -> None:
    text = client_with(policy).get(reverse("catalog:suggest"), {"q": "CF259X"}).text
    assert "CF259X" in text
    assert offered_in(text) == offered


def test_suggestions_offer_nothing_that_is_out_while_another_is_in_stock(product: Product) -> None:
    make_analogue(product, sold("GONE-1", pieces=0))
    assert "GONE-1" not in client_with("ask").get(reverse("catalog:suggest"), {"q": "CF259X"}).text


@pytest.mark.parametrize("page", ["catalog:search", "catalog:suggest"])
def test_a_superseded_number_finds_its_product_whatever_the_policy(product: Product, page: str) -> None:
    ArticleNumber.objects.create(product=product, kind=NumberKind.SUPERSEDED, number="C7115X", key="C7115X")
    assert "CF259X" in client_with("never").get(reverse(page), {"q": "C7115X"}).text
