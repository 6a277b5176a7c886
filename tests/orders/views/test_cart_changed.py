"""Prices that change between the cart and the order: shown line by line, accepted by one button, never silent."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from b2b_portal.core.access import ACTING_FOR
from catalog.models import Price, Product
from orders.models import Order
from tests.factories import make_price, make_product, make_stock

HTMX = {"HX-Request": "true"}
ACCEPT = "Accept the new prices and order"


@pytest.fixture
def products(buyer_client: Client) -> list[Product]:
    products = [make_product("CF259X"), make_product("W1A53A")]
    for product, price in zip(products, ("9000", "1000"), strict=True):
        make_price(product, price)
        make_stock(product, 10)
        put(buyer_client, product, 1)
    return products


def put(client: Client, product: Product, quantity: int, **more: object) -> str:
    return client.post(
        "/cart/change/", {"product": product.uid, "quantity": quantity, **more}, headers=HTMX
    ).content.decode()


def reprice(product: Product, price: str) -> None:
    Price.objects.filter(product=product).update(unit_price=Decimal(price))


def form_in(page: str) -> dict[str, object]:
    fields: dict[str, object] = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("key", ACTING_FOR)
    }
    return {**fields, "seen": re.findall(r'name="seen" form="order-form" value="([^"]*)"', page)}


def changed_in(page: str) -> str:
    """The part that tells what changed, as words."""
    part = re.search(r'<section[^>]*id="changed".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", part[0]).replace("\u00a0", " ").split()) if part else ""


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(("price", "becomes"), [("9900", "9,900.00 ₽"), ("8000.5", "8,000.50 ₽")])
def test_cart_order_shows_what_changed_and_takes_the_accepted_prices(
    buyer_client: Client, products: list[Product], headers: dict, price: str, becomes: str
) -> None:
    form = form_in(buyer_client.get("/cart/").content.decode())
    reprice(products[0], price)
    answer = buyer_client.post("/cart/order/", form, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    words = changed_in(page)
    assert f"CF259XHP 9,000.00 ₽ → {becomes}" in words
    assert "came to 10,000.00 ₽" in words
    assert "W1A53A" not in words
    assert ACCEPT in page
    assert not Order.objects.exists()
    buyer_client.post("/cart/order/", form_in(page), headers=headers)
    assert Order.objects.get().gross == Decimal(price) + 1000


def test_cart_order_does_not_pass_two_changes_that_cancel_out(buyer_client: Client, products: list[Product]) -> None:
    form = form_in(buyer_client.get("/cart/").content.decode())
    reprice(products[0], "9020")
    reprice(products[1], "980")
    answer = buyer_client.post("/cart/order/", form)
    words = changed_in(answer.content.decode())
    assert answer.status_code == 409
    assert "2 lines cost something else" in words
    assert "stays 10,000.00 ₽" in words
    assert not Order.objects.exists()


def test_cart_order_names_what_lost_its_price(buyer_client: Client, products: list[Product]) -> None:
    form = form_in(buyer_client.get("/cart/").content.decode())
    Price.objects.filter(product=products[1]).delete()
    answer = buyer_client.post("/cart/order/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "No price for W1A53A" in page
    assert "W1A53AHP 1,000.00 ₽ → price on request —" in changed_in(page)
    assert re.search(r'data-send disabled aria-describedby="why-not"', page)


def test_cart_tells_the_next_day_what_changed_since_it_was_put_in(
    buyer_client: Client, products: list[Product]
) -> None:
    assert not changed_in(buyer_client.get("/cart/").content.decode())
    reprice(products[0], "9900")
    page = buyer_client.get("/cart/").content.decode()
    assert "9,000.00 ₽ → 9,900.00 ₽" in changed_in(page)
    assert ACCEPT in page
    buyer_client.post("/cart/order/", form_in(page))
    assert Order.objects.get().gross == Decimal("10900.00")


def test_cart_change_of_one_line_tells_what_changed_in_another(buyer_client: Client, products: list[Product]) -> None:
    form = form_in(buyer_client.get("/cart/").content.decode())
    reprice(products[0], "9900")
    words = changed_in(put(buyer_client, products[1], 2, seen=form["seen"]))
    assert "CF259X" in words
    assert "W1A53A" not in words


def test_cart_change_to_a_quantity_with_another_price_is_no_change_of_prices(
    buyer_client: Client, products: list[Product]
) -> None:
    make_price(products[0], "8500", quantity=5)
    form = form_in(buyer_client.get("/cart/").content.decode())
    assert not changed_in(put(buyer_client, products[0], 5, seen=form["seen"]))


def test_cart_order_of_an_older_window_is_refused_though_a_newer_one_knows_the_price(
    buyer_client: Client, products: list[Product]
) -> None:
    older = form_in(buyer_client.get("/cart/").content.decode())
    reprice(products[0], "9900")
    put(buyer_client, products[0], 1)
    assert not changed_in(buyer_client.get("/cart/").content.decode())
    answer = buyer_client.post("/cart/order/", older)
    assert answer.status_code == 409
    assert "9,000.00 ₽ → 9,900.00 ₽" in changed_in(answer.content.decode())


def test_cart_order_of_a_window_with_other_lines_is_refused(buyer_client: Client, products: list[Product]) -> None:
    older = form_in(buyer_client.get("/cart/").content.decode())
    put(buyer_client, products[1], 0)
    answer = buyer_client.post("/cart/order/", older)
    assert answer.status_code == 409
    assert "changed in another window" in answer.content.decode()


@pytest.mark.parametrize("seen", [[], ["nonsense"], ["a|b|c|d"], ["00000000-0000-0000-0000-000000000000|1|NaN|1"]])
def test_cart_order_without_seen_prices_is_not_taken(
    buyer_client: Client, products: list[Product], seen: list[str]
) -> None:
    form = form_in(buyer_client.get("/cart/").content.decode())
    answer = buyer_client.post("/cart/order/", {**form, "seen": seen})
    assert answer.status_code == 422
    assert "out of date" in answer.content.decode()
    assert not Order.objects.exists()
