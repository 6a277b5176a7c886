"""When buying counts: from the placing of an order until it, or its line, is cancelled."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actors import Actor
from catalog.models import CompanyProduct, Product
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.models import Order
from tests.factories import make_price, make_price_list, make_product, make_stock

HOUR = timedelta(hours=1)


@pytest.fixture
def products(db: None) -> list[Product]:
    """One priced with VAT, one without, whose price of one has more decimals than a kopeck."""
    first, second = make_product("A1"), make_product("B2")
    make_price(first, "8940")
    net = make_price_list("net", tier=make_price_list().tier, is_gross=False, priority=5)
    make_price(second, "10.0001", price_list=net)
    for one in (first, second):
        make_stock(one, 100)
    return [first, second]


def order(actor: Actor, at: datetime, **quantities: int) -> Order:
    for article, quantity in quantities.items():
        change_cart_line(product=Product.objects.get(article=article), quantity=quantity, by=actor, at=at)
    return place_order(key=uuid4(), by=actor, at=at)


def last(actor: Actor) -> dict[str, tuple[object, ...]]:
    known = CompanyProduct.objects.visible_to(actor).exclude(last_bought_at=None)
    return {
        article: tuple(facts)
        for article, *facts in known.values_list(
            "product__article", "last_quantity", "last_unit_gross", "last_bought_at"
        )
    }


def test_an_order_counts_when_it_is_placed(buyer: Actor, products: list[Product], now: datetime) -> None:
    order(buyer, now, A1=2, B2=3)
    order(buyer, now + HOUR, A1=5)
    assert last(buyer) == {
        "A1": (5, Decimal("8940"), now + HOUR),
        "B2": (3, Decimal("12.2001"), now),
    }


def test_a_cancelled_order_leaves_the_one_before_it(buyer: Actor, products: list[Product], now: datetime) -> None:
    order(buyer, now, A1=2)
    second = order(buyer, now + HOUR, A1=5, B2=1)
    cancel_order(order=second, by=buyer, at=now + HOUR)
    assert last(buyer) == {"A1": (2, Decimal("8940"), now)}


def test_a_cancelled_line_is_not_bought(buyer: Actor, products: list[Product], now: datetime) -> None:
    one = order(buyer, now, A1=2, B2=3)
    cancel_line(line=one.lines.get(article="A1"), by=buyer, at=now + HOUR)
    assert list(last(buyer)) == ["B2"]
