"""The list of a company's papers."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from documents.models import Document
from documents.views.documents import PER_PAGE
from tests.conftest import client_of
from tests.documents.outbox import run_owed
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def issue(actor: Actor) -> Document:
    return issue_document(order=make_order(actor), kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/documents/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_documents_lists_own_papers_the_newest_first(buyer: Actor, buyer_client: Client):
    first, second, strangers = issue(buyer), issue(buyer), issue(make_actor())
    run_owed()

    text = page(buyer_client)

    assert text.index(f"/documents/{second.uid}/pdf/") < text.index(f"/documents/{first.uid}/pdf/")
    assert str(strangers.uid) not in text
    assert f"/orders/{first.order.number}/" in text


def test_documents_says_what_will_be_here(buyer_client: Client):
    assert "No documents yet" in page(buyer_client)


def test_documents_is_paged(buyer: Actor, buyer_client: Client):
    for _ in range(PER_PAGE + 1):
        issue(buyer)

    assert page(buyer_client).count('<tr id="document-') == PER_PAGE
    assert page(buyer_client, "?page=2").count('<tr id="document-') == 1


def test_documents_is_refused_to_colleagues_without_the_right(buyer: Actor):
    assert client_of(make_actor(buyer.company, Role.REQUESTER)).get("/documents/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_documents_asks_the_same_number_of_questions(
    buyer: Actor, buyer_client: Client, count: int, django_assert_num_queries
):
    for _ in range(count):
        issue(buyer)

    with django_assert_num_queries(6):  # session, person, membership, count, papers, the header's cart
        page(buyer_client)
