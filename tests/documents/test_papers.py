"""The papers panel: what it shows, when it asks again, who may see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from documents.actions.fail_rendering import fail_rendering
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.queries.papers import FRESH, papers_by_number, papers_of_order
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


def test_papers_of_order_waits_for_the_invoice_of_a_fresh_order(buyer: Actor):
    order = make_order(buyer)

    papers = papers_of_order(buyer, order, order.placed_at + timedelta(seconds=1))

    assert papers
    assert (papers.rows, papers.awaits_invoice, papers.is_polled, papers.is_slow) == ((), True, True, False)


def test_papers_of_order_stops_asking_after_two_minutes(buyer: Actor):
    order = make_order(buyer)

    papers = papers_of_order(buyer, order, order.placed_at + FRESH)

    assert papers
    assert (papers.is_polled, papers.is_slow) == (False, True)


def test_papers_of_order_asks_while_a_document_is_made_and_ends_when_all_are_ready(buyer: Actor):
    order = make_order(buyer)
    document = issue(order)

    making = papers_of_order(buyer, order, document.issued_at)
    run_owed()
    ready = papers_of_order(buyer, order, document.issued_at)

    assert making
    assert ready
    assert (making.is_polled, making.awaits_invoice, making.rows[0].state) == (True, False, DocumentState.RENDERING)
    assert (ready.is_polled, ready.is_slow, ready.rows[0].state) == (False, False, DocumentState.READY)


def test_papers_of_order_does_not_wait_for_the_invoice_of_a_cancelled_order(buyer: Actor):
    order = make_order(buyer, status=OrderStatus.CANCELLED)

    papers = papers_of_order(buyer, order, order.placed_at)

    assert papers
    assert (papers.awaits_invoice, papers.is_polled, papers.is_slow) == (False, False, False)


def test_papers_of_order_is_nothing_without_the_right(buyer: Actor):
    order = make_order(buyer)
    requester = make_actor(buyer.company, Role.REQUESTER)

    assert papers_of_order(requester, order, order.placed_at) is None


def test_papers_by_number_is_nothing_for_a_stranger(buyer: Actor):
    order = make_order(buyer)

    assert papers_by_number(make_actor(), order.number, order.placed_at) is None
    assert papers_by_number(buyer, order.number, order.placed_at)


def test_papers_of_order_knows_when_the_last_day_has_passed(buyer: Actor):
    order = make_order(buyer)
    issue(order)

    on_the_day = papers_of_order(buyer, order, order.reserved_until)
    next_day = papers_of_order(buyer, order, order.reserved_until + timedelta(days=1))

    assert on_the_day
    assert next_day
    assert (on_the_day.rows[0].is_expired, next_day.rows[0].is_expired) == (False, True)


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
