"""Issuing: numbers without gaps, one document per order, nothing on it that can still change."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.actions.hold_credit import hold_credit
from accounts.actors import SYSTEM
from b2b_portal.core.models import Delivery
from documents.actions.issue_document import OrderIsCancelled, issue_document
from documents.enums import DocumentKind, DocumentState
from documents.models import Document, Series
from documents.snapshots import Party, invoice_from_json
from orders.enums import OrderStatus
from orders.models import Order
from tests.factories import make_actor, make_seller
from tests.factories.accounts import give_credit
from tests.factories.orders import make_order

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARALLEL = 50


def issue(order: Order, at: datetime = AT) -> Document:
    return issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=at)


def in_parallel(work: Callable[[int], None], times: int, threads: int = 10) -> None:
    """Runs work(0), work(1) ... on real connections of their own that start together."""
    gate = threading.Barrier(threads)

    def one_thread(first: int) -> None:
        try:
            gate.wait(timeout=30)
            for index in range(first, times, threads):
                work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(one_thread, first) for first in range(threads)]:
            done.result(timeout=120)


@pytest.mark.django_db
def test_issue_document_numbers_freezes_and_announces():
    order = make_order(prices=["4723.00", "100.00"])

    document = issue(order)

    invoice = invoice_from_json(document.snapshot)
    assert (document.number, invoice.number) == (1, 1)
    assert document.state == DocumentState.RENDERING
    assert document.company == order.company
    assert document.gross == invoice.gross == order.gross
    assert invoice.order_number == order.number
    assert invoice.basis.startswith("Договор № ")
    assert [line.unit for line in invoice.lines] == ["шт", "шт"]
    delivery = Delivery.objects.get(event="documents.document_issued")
    assert (delivery.receiver, delivery.payload) == ("documents.tasks.render", {"document_id": document.pk})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("deferred", "asked", "due_days"),
    [("0.00", "14169.00", None), ("10000.00", "4169.00", 30), ("14169.00", "14169.00", 30)],
)
def test_issue_document_asks_for_what_is_paid_before_shipment(deferred, asked, due_days):
    payer = {"name": "ООО «Касса»", "inn": "7707083893", "kpp": ""}
    terms = {"deferral_days": "30"}
    actor = make_actor()
    contract = give_credit(actor.company)
    order = make_order(actor, ["4723.00"], deferred_gross=Decimal(deferred), contract_terms=terms, payer=payer)
    if order.deferred_gross:
        hold_credit(contract=contract, holder=order.uid, gross=order.deferred_gross, by=actor, at=AT)

    document = issue(order)

    invoice = invoice_from_json(document.snapshot)
    assert document.gross == invoice.asked == Decimal(asked)
    assert (invoice.gross, invoice.due_days) == (order.gross, due_days)
    assert (invoice.payer, invoice.consignee) == (Party("ООО «Касса»", "7707083893"), None)


@pytest.mark.django_db
def test_issue_document_a_second_time_returns_the_first():
    order = make_order()

    first, second = issue(order), issue(order, datetime(2027, 3, 1, tzinfo=UTC))

    assert first.pk == second.pk
    assert Series.objects.get().last_number == 1
    assert Delivery.objects.filter(event="documents.document_issued").count() == 1


@pytest.mark.django_db
def test_issue_document_refuses_a_cancelled_order():
    order = make_order(status=OrderStatus.CANCELLED)

    with pytest.raises(OrderIsCancelled) as refusal:
        issue(order)

    assert refusal.value.facts == {"number": order.number}
    assert not Document.objects.exists()
    assert not Series.objects.exists()


@pytest.mark.django_db
def test_issue_document_is_valid_until_the_last_day_of_the_reservation():
    midnight_in_moscow = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)

    until_midnight = issue(make_order(reserved_until=midnight_in_moscow))
    until_noon = issue(make_order(reserved_until=datetime(2026, 11, 26, 9, 0, tzinfo=UTC)))

    assert until_midnight.snapshot["valid_until_on"] == "2026-11-26"
    assert until_noon.snapshot["valid_until_on"] == "2026-11-26"


@pytest.mark.django_db
def test_issue_document_starts_anew_when_the_year_turns_in_moscow():
    last = issue(make_order(), datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC))
    first = issue(make_order(), datetime(2026, 12, 31, 21, 0, tzinfo=UTC))

    assert (last.number, last.series.year) == (1, 2026)
    assert (first.number, first.series.year) == (1, 2027)
    assert first.snapshot["issued_on"] == "2027-01-01"


@pytest.mark.django_db
def test_issue_document_counts_every_seller_apart():
    other = make_order()
    other.contract.seller = make_seller(code="other", name="ИП Орлова")
    other.contract.save()

    assert [issue(make_order()).number, issue(other).number, issue(make_order()).number] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_issue_document_rolled_back_leaves_no_gap():
    issue(make_order())
    order = make_order()
    with transaction.atomic():
        assert issue(order).number == 2
        transaction.set_rollback(True)

    assert issue(make_order()).number == 2
    assert Series.objects.get().last_number == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_issue_document_50_times_at_once_without_gap_or_duplicate():
    orders = [make_order() for _ in range(PARALLEL)]

    in_parallel(lambda index: issue(orders[index]), PARALLEL)

    numbers = sorted(Document.objects.values_list("number", flat=True))
    assert numbers == list(range(1, PARALLEL + 1))
    assert all(document.snapshot["number"] == document.number for document in Document.objects.all())


@pytest.mark.unsound
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_issue_document_control_twin_the_largest_number_plus_one_damages():
    """The same race without the lock on the series: proof that the test above can fail."""
    numbers: list[int] = []
    Series.objects.create(seller=make_seller(), kind=DocumentKind.INVOICE, year=2026)
    both_read = threading.Barrier(10)

    def naive(_index: int) -> None:
        with transaction.atomic():
            series = Series.objects.get()
            both_read.wait(timeout=30)
            series.last_number += 1
            series.save(update_fields=["last_number"])
        numbers.append(series.last_number)

    in_parallel(naive, PARALLEL)

    assert len(numbers) == PARALLEL
    assert len(set(numbers)) < PARALLEL


@pytest.mark.django_db(transaction=True)
def test_issue_document_for_one_order_at_once_makes_one():
    order = make_order()

    in_parallel(lambda _index: issue(order), 10)

    assert Document.objects.get().number == 1
    assert Series.objects.get().last_number == 1
    assert Delivery.objects.filter(event="documents.document_issued").count() == 1
