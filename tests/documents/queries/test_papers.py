"""What the papers panel knows: what waits, when to ask again, who may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.queries.papers import FRESH, documents_of, paper_rows, papers_by_number, papers_of_order
from orders.enums import OrderStatus
from orders.models import ApprovalStep, Order
from tests.documents.outbox import run_owed
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def issue(order: Order) -> Document:
    return issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


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


def test_papers_of_order_waits_for_the_invoice_after_the_last_yes(buyer: Actor):
    order = make_order(buyer, approval_due_at=timezone.now())
    agreed_at = order.placed_at + timedelta(days=1)
    ApprovalStep.objects.create(
        order=order, level=1, mode="any", reasons=[], opened_at=order.placed_at, done_at=agreed_at
    )

    papers = papers_of_order(buyer, order, agreed_at + timedelta(seconds=1))

    assert papers
    assert (papers.is_polled, papers.is_slow) == (True, False)


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


def test_papers_say_nothing_of_paying_for_an_order_that_is_over(buyer: Actor):
    order = make_order(buyer, reserved_until=timezone.now() - timedelta(days=3))
    issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now() - timedelta(days=6))

    (open_row,) = paper_rows(documents_of(buyer), timezone.now())
    Order.objects.update(status=OrderStatus.SHIPPED)
    (row,) = paper_rows(documents_of(buyer), timezone.now())

    assert open_row.is_expired
    assert not row.is_expired
    assert row.valid_until_on is None
