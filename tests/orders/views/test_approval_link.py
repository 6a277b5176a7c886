"""The page behind the link of a mail: looked at by anybody, it decides when it is posted, once."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Role
from b2b_portal.core.models import Mail
from orders.actions.approve_order import approve_order
from orders.models import Order
from orders.tasks import mail_approval_wanted
from tests.factories import make_actor
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(buyer: Actor) -> Actor:
    return make_actor(buyer.company, Role.APPROVER)


@pytest.fixture
def order(buyer: Actor, approver: Actor) -> Order:
    make_rule(buyer.company, asks(approver))
    order = send_order(buyer, make_priced("1000"), timezone.now())
    mail_approval_wanted(order.pk)
    return order


@pytest.fixture
def address(order: Order) -> str:
    found = re.search(r"(/approvals/by-link/[^/]+/)", Mail.objects.get().text)
    assert found
    return found[1]


def status_of(order: Order) -> str:
    order.refresh_from_db()
    return order.status


def test_a_scanner_that_opens_the_link_decides_nothing(order: Order, address: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    for method in (client.get, client.head):
        answer = method(address)
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"  # the secret stands in the address
    page = client.get(address).text
    assert order.lines.get().article in page
    assert "Approve" in page
    assert status_of(order) == "approval"


def test_a_yes_by_link_needs_no_sign_in_and_spends_the_link(order: Order, address: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "The order is placed" in client.post(address, {"agrees": "yes"}).text
    assert status_of(order) == "placed"
    assert client.get(address).status_code == 410
    assert client.post(address, {"agrees": "yes"}).status_code == 410


def test_a_no_by_link_wants_a_reason(order: Order, address: str) -> None:
    client = Client(headers={"Accept-Language": "en"})
    empty = client.post(address, {})
    assert (empty.status_code, "Write the reason" in empty.text) == (422, True)
    assert "returned" in client.post(address, {"reason": "Too much"}).text
    assert status_of(order) == "returned"


def test_what_was_decided_or_changed_meanwhile_is_said(order: Order, address: str, approver: Actor) -> None:
    client = Client(headers={"Accept-Language": "en"})
    Order.objects.update(revision=2)
    assert "was changed after the mail was sent" in client.get(address).text
    assert client.post(address, {"agrees": "yes"}).status_code == 409
    approve_order(order=order, revision=2, by=approver, at=timezone.now())
    assert client.post(address, {"reason": "Too late"}).status_code == 409
    assert status_of(order) == "placed"


def test_nonsense_is_gone() -> None:
    assert Client().get("/approvals/by-link/nonsense/").status_code == 410
