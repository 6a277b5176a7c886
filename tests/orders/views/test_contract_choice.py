"""A company with several contracts chooses one for each order."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actors import Actor
from accounts.models import Contract
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import ContractClosed, NoContract, place_order
from orders.models import Order
from tests.factories import make_company, make_contract
from tests.factories.accounts import give_credit
from tests.factories.budgets import make_priced


@pytest.fixture
def product(buyer: Actor, now: datetime) -> Product:
    product = make_priced("1000")
    change_cart_line(product=product, quantity=2, by=buyer, at=now)
    return product


@pytest.fixture
def prepaid(buyer: Actor) -> Contract:
    """A second contract, beside the default one that defers payment."""
    give_credit(buyer.company)
    return make_contract(buyer.company, number="P-2", is_default=False, prepayment_percent=100)


def test_the_cart_offers_the_contracts_in_force_and_shows_the_terms_of_the_chosen(
    buyer_client: Client, buyer: Actor, product: Product, prepaid: Contract
) -> None:
    make_contract(buyer.company, number="OVER", is_default=False, is_open=False)
    make_contract(make_company(), number="STRANGE", is_default=False)
    page = buyer_client.get("/cart/").text
    offered = re.search(r'<select id="order-contract".*?</select>', page, re.DOTALL)[0]
    assert offered.count("<option") == 2
    assert "On terms, pay by" in page
    other = buyer_client.get(f"/cart/?contract={prepaid.uid}").text
    assert f'<option value="{prepaid.uid}" selected>' in other
    assert "On terms, pay by" not in other
    assert "OVER" not in page
    assert "STRANGE" not in page


def test_one_contract_is_no_choice(buyer_client: Client, product: Product) -> None:
    assert "order-contract" not in buyer_client.get("/cart/").text


def test_place_order_takes_terms_and_requisites_of_the_chosen_contract(
    buyer: Actor, product: Product, prepaid: Contract, now: datetime
) -> None:
    order = place_order(key=uuid4(), by=buyer, at=now, contract_uid=prepaid.uid)
    assert order.contract == prepaid
    assert order.deferred_gross == 0
    assert order.buyer_requisites["contract_number"] == "P-2"
    change_cart_line(product=product, quantity=1, by=buyer, at=now)
    usual = place_order(key=uuid4(), by=buyer, at=now)
    assert usual.contract.is_default
    assert usual.deferred_gross == usual.gross


def test_a_contract_that_ended_meanwhile_or_is_not_ours_is_refused_beside_its_field(
    buyer: Actor, buyer_client: Client, product: Product, prepaid: Contract, now: datetime
) -> None:
    strange = make_contract(make_company(), number="X", is_default=False)
    with pytest.raises(ContractClosed):
        place_order(key=uuid4(), by=buyer, at=now, contract_uid=strange.uid)
    page = buyer_client.get(f"/cart/?contract={prepaid.uid}").text
    names = ("key", "acting_for")
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in names}
    form["seen"] = re.findall(r'name="seen" form="order-form" value="([^"]*)"', page)
    make_contract(buyer.company, number="P-3", is_default=False)
    Contract.objects.filter(pk=prepaid.pk).update(is_open=False)
    answer = buyer_client.post("/cart/order/", {**form, "contract": prepaid.uid, "comment": "Gate 7"})
    assert answer.status_code == 409
    assert "The contract you chose is not in force any more" in answer.text
    assert 'aria-describedby="order-contract_error"' in answer.text
    assert "Gate 7" in answer.text
    assert not Order.objects.exists()


def test_without_a_contract_in_force_nothing_is_ordered(buyer: Actor, product: Product, now: datetime) -> None:
    Contract.objects.filter(company=buyer.company).update(is_default=False, is_open=False)
    with pytest.raises(NoContract):
        place_order(key=uuid4(), by=buyer, at=now)


def test_the_only_contract_in_force_needs_no_mark(buyer: Actor, product: Product, now: datetime) -> None:
    Contract.objects.filter(company=buyer.company).update(is_default=False)
    assert place_order(key=uuid4(), by=buyer, at=now).contract == buyer.company.contracts.get()


def test_the_database_keeps_the_default_contract_in_force(buyer: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        buyer.company.contracts.update(is_open=False)
