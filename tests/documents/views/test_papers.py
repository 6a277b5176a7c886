"""The papers panel: what it shows and when it asks again."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from b2b_portal.core.events import unannounced
from documents.actions.ask_rendering import ask_rendering
from documents.actions.fail_rendering import fail_rendering
from documents.actions.issue_document import issue_document
from documents.actions.put_off_rendering import put_off_rendering
from documents.enums import DocumentKind
from documents.models import Document
from documents.queries.papers import FRESH
from orders.enums import OrderStatus
from orders.models import Order
from tests.conftest import client_of
from tests.documents.outbox import run_owed
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def issue(order: Order) -> Document:
    return issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


def panel(client: Client, order: Order) -> str:
    response = client.get(f"/orders/{order.number}/papers/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_papers_part_polls_until_ready(buyer: Actor, buyer_client: Client):
    order = make_order(buyer, placed_at=timezone.now())

    waiting = panel(buyer_client, order)
    document = issue(order)
    making = panel(buyer_client, order)
    run_owed()
    ready = panel(buyer_client, order)

    assert 'hx-trigger="every 2s"' in waiting
    assert f'hx-get="/orders/{order.number}/papers/"' in waiting
    assert "Invoice for payment" in waiting
    assert 'hx-trigger="every 2s"' in making
    assert "№ 1" in making
    assert "hx-trigger" not in ready
    assert f"/documents/{document.uid}/pdf/" in ready
    assert "14,169" in ready
    assert "pay by" in ready


def test_papers_part_without_papers_has_a_sentence_and_no_table(buyer: Actor, buyer_client: Client):
    cancelled = make_order(buyer, status=OrderStatus.CANCELLED)

    said = panel(buyer_client, cancelled)

    assert "There are no documents for this order." in said
    assert "<table" not in said


def test_papers_part_tells_the_page_when_all_is_made(buyer: Actor, buyer_client: Client):
    order = make_order(buyer, placed_at=timezone.now())
    address = f"/orders/{order.number}/papers/"

    assert "HX-Trigger" not in buyer_client.get(address, headers={"HX-Request": "true"})
    issue(order)
    run_owed()
    assert buyer_client.get(address, headers={"HX-Request": "true"})["HX-Trigger"] == "papers-made"


def test_papers_part_says_that_it_takes_long(buyer: Actor, buyer_client: Client):
    order = make_order(buyer, placed_at=timezone.now() - FRESH)

    part = panel(buyer_client, order)

    assert "hx-trigger" not in part
    assert "taking long, we will mail it" in part
    assert "appears here by itself" not in part


def test_papers_part_says_what_was_not_made(buyer: Actor, buyer_client: Client):
    order = make_order(buyer)
    fail_rendering(document=issue(order), by=SYSTEM, at=timezone.now())

    part = panel(buyer_client, order)

    assert "not made" in part
    assert "/pdf/" not in part


def test_papers_part_without_script_is_the_order_page(buyer: Actor, buyer_client: Client):
    order = make_order(buyer)

    response = buyer_client.get(f"/orders/{order.number}/papers/")

    assert (response.status_code, response["Location"]) == (302, f"/orders/{order.number}/#papers")


def test_papers_part_is_unknown_to_strangers_and_refused_to_colleagues(buyer: Actor):
    order = make_order(buyer)
    address = f"/orders/{order.number}/papers/"

    assert client_of(make_actor()).get(address).status_code == 404
    assert client_of(make_actor(buyer.company, Role.REQUESTER)).get(address).status_code == 403


@pytest.mark.unsound
@pytest.mark.parametrize("copies", [1, 3])
def test_papers_part_asks_the_same_number_of_questions(
    buyer: Actor, buyer_client: Client, copies: int, django_assert_num_queries
):
    order = make_order(buyer)
    document = issue(order)
    for revision in range(2, copies + 1):
        document.pk, document.revision, document.number = None, revision, revision
        document.uid = make_order(buyer).uid
        document.save()

    with django_assert_num_queries(5):  # session, person, membership, order, its papers
        panel(buyer_client, order)


def test_papers_part_offers_a_paper_that_is_made_when_opened(buyer: Actor, buyer_client: Client):
    order = make_order(buyer, placed_at=timezone.now() - FRESH)
    with unannounced():
        document = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now() - 2 * FRESH)
    put_off_rendering(documents=[document], by=SYSTEM, at=timezone.now())

    offered = panel(buyer_client, order)
    ask_rendering(document=document, by=buyer, at=timezone.now())
    asked = panel(buyer_client, order)

    assert f"/documents/{document.uid}/pdf/" in offered
    assert "hx-trigger" not in offered
    assert 'hx-trigger="every 2s"' in asked
    assert "being made, a few seconds" in asked
