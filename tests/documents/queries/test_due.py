"""Invoices that are to be paid."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM
from accounts.permissions import Role
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from documents.queries.due import open_invoices
from orders.enums import OrderStatus
from orders.models import Order
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def invoiced(actor, now, **fields):
    order = make_order(actor, placed_at=now, **fields)
    return order, issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now)


def test_open_invoices_are_those_of_orders_under_way(buyer, now):
    order, document = invoiced(buyer, now)
    for status in (OrderStatus.SHIPPED, OrderStatus.CANCELLED):
        over, _paper = invoiced(buyer, now)
        Order.objects.filter(pk=over.pk).update(status=status)
    invoiced(make_actor(), now)
    found = open_invoices(buyer)
    assert (found.count, found.gross) == (1, order.gross)
    (invoice,) = found.invoices
    assert (invoice.number, invoice.order_number, invoice.gross) == (document.number, order.number, order.gross)
    assert invoice.valid_until_on == date(2026, 11, 26)


def test_open_invoices_count_the_latest_revision_once(buyer, now):
    order, _first = invoiced(buyer, now)
    Order.objects.filter(pk=order.pk).update(revision=2)
    assert open_invoices(buyer).count == 0
    second = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now)
    assert [one.number for one in open_invoices(buyer).invoices] == [second.number]


def test_open_invoices_come_by_their_last_day(buyer, now):
    numbers = [invoiced(buyer, now, reserved_until=until)[1].number for until in (None, now)]
    assert [one.number for one in open_invoices(buyer).invoices] == numbers[::-1]


def test_open_invoices_are_hidden_from_who_may_not_see_documents(buyer, now):
    invoiced(buyer, now)
    assert open_invoices(make_actor(buyer.company, Role.REQUESTER)) is None


@pytest.mark.parametrize("orders", [0, 1, 3])
def test_open_invoices_cost_one_query(buyer, now, orders, django_assert_num_queries):
    for _ in range(orders):
        invoiced(buyer, now)
    with django_assert_num_queries(1):
        found = open_invoices(buyer)
    assert found.count == orders
    assert orders or found.gross == Decimal(0)
