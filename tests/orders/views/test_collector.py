"""The page that says who fetches the goods."""

from datetime import datetime

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from orders.actions.agree_delivery import DeliveryChoice
from orders.enums import DeliveryKind
from orders.models import Order
from tests.factories import make_company, make_warehouse
from tests.factories.accounts import make_power
from tests.factories.approvals import send_order
from tests.factories.budgets import make_priced
from tests.factories.orders import make_delivery_method, make_order


@pytest.fixture
def order(buyer: Actor, now: datetime) -> Order:
    facts = {"kind": DeliveryKind.PICKUP, "price_gross": 0, "free_from_gross": None, "warehouse": make_warehouse()}
    return send_order(buyer, make_priced("1000"), now, delivery=DeliveryChoice(make_delivery_method("pickup", **facts)))


@pytest.fixture
def power(buyer: Actor) -> PowerOfAttorney:
    return make_power(buyer.company, holder="Nikolay Gusev")


def url_of(order: Order) -> str:
    return f"/orders/{order.number}/collector/"


def test_the_order_names_nobody_until_somebody_is_named(
    buyer_client: Client, order: Order, power: PowerOfAttorney
) -> None:
    page = f"/orders/{order.number}/"
    assert url_of(order) in buyer_client.get(page).text
    assert power.holder in buyer_client.get(url_of(order)).text
    answer = buyer_client.post(url_of(order), {"power": power.uid}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "power of attorney № 27 until" in answer.text
    assert "Nikolay Gusev fetches the goods, power of attorney № 27" in answer.text
    assert f'value="{power.uid}" selected' in buyer_client.get(url_of(order)).text


def test_a_power_just_added_is_chosen(buyer_client: Client, order: Order, power: PowerOfAttorney) -> None:
    assert f'value="{power.uid}" selected' in buyer_client.get(f"{url_of(order)}?power={power.uid}").text


def test_a_power_of_another_company_is_neither_offered_nor_taken(buyer_client: Client, order: Order) -> None:
    strange = make_power(make_company(), holder="A stranger")
    assert "A stranger" not in buyer_client.get(url_of(order)).text
    answer = buyer_client.post(url_of(order), {"power": strange.uid})
    assert answer.status_code == 422
    assert "is not in the list any more" in answer.text


def test_an_order_that_is_brought_says_so(buyer: Actor, buyer_client: Client) -> None:
    answer = buyer_client.get(url_of(make_order(buyer)))
    assert answer.status_code == 409
    assert "Nobody fetches goods of this order" in answer.text
