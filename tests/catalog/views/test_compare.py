"""Products side by side."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.actors import Actor
from catalog.models import Product
from tests.factories import make_price, make_product
from tests.factories.catalog import hides, make_assortment

pytestmark = pytest.mark.django_db


def compared(client: Client, *products: Product) -> str:
    answer = client.get("/compare/", {"p": [str(product.uid) for product in products]})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_comparison_shows_differences_first(buyer_client: Client) -> None:
    one = make_product("CF259X", attributes={"Цвет": "чёрный", "Ресурс": "10 000"})
    two = make_product("CF259A", attributes={"Цвет": "чёрный", "Ресурс": "3 000", "Чип": "есть"})
    make_price(one, "80")
    text = compared(buyer_client, one, two)
    assert text.index("Ресурс") < text.index("Чип") < text.index("Цвет")
    assert '<tr class="hit"><th scope="row">Ресурс</th><td>10 000</td><td>3 000</td></tr>' in text
    assert '<tr><th scope="row">Цвет</th><td>чёрный</td><td>чёрный</td></tr>' in text
    assert "<td>—</td><td>есть</td>" in text
    assert "on request" in text


def test_comparison_leaves_out_what_is_odd_or_hidden(buyer: Actor, buyer_client: Client) -> None:
    seen, hidden = make_product("CF259X"), make_product("SECRET-1")
    make_assortment(buyer.company, hides(hidden))  # type: ignore[arg-type]
    answer = buyer_client.get(
        "/compare/", {"p": ["x", "\x00", str(uuid4()), str(hidden.uid), str(seen.uid), "1" * 9_000]}
    )
    assert b"CF259X" in answer.content
    assert b"SECRET-1" not in answer.content
    assert "Nothing to compare" in compared(buyer_client)


def test_comparison_shows_six_and_says_so(buyer_client: Client) -> None:
    text = compared(buyer_client, *(make_product(f"CF-{number}") for number in range(8)))
    assert "the first 6 are shown" in text
    assert "CF-5" in text
    assert "CF-6" not in text


@pytest.mark.parametrize("several", [1, 3])
def test_comparison_costs_the_same_for_one_product_and_three(
    buyer_client: Client, django_assert_num_queries: Callable[..., Any], several: int
) -> None:
    products = [make_product(f"CF-{number}") for number in range(several)]
    with django_assert_num_queries(6 + 4):  # products, attributes, stock, transit, lists, prices; the frame
        compared(buyer_client, *products)
