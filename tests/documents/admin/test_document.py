"""The staff's pages of documents and series."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actors import SYSTEM, Actor
from documents.actions.issue_document import issue_document
from documents.actions.render_document import render_document
from documents.enums import DocumentKind
from documents.models import Document
from tests.conftest import client_of
from tests.factories import make_actor, make_user
from tests.factories.accounts import make_staff
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def issue(actor: Actor) -> Document:
    return issue_document(order=make_order(actor), kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


def made(actor: Actor) -> Document:
    document = issue(actor)
    render_document(document=document, by=SYSTEM, at=timezone.now())
    document.refresh_from_db()
    return document


def test_admin_shows_documents_and_makes_them_again(buyer: Actor, settings: Settings):
    settings.PDF_DISABLED = True
    document, failed = made(buyer), issue(buyer)
    Document.objects.filter(pk=failed.pk).update(state="failed")
    staff = Client(headers={"Accept-Language": "en"})
    staff.force_login(
        make_user(is_staff=True, is_superuser=True), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert "№ 1" in staff.get("/admin/documents/document/").content.decode()
    assert staff.get(f"/admin/documents/document/{document.pk}/change/").status_code == 200
    assert staff.get(f"/admin/documents/document/{document.pk}/file/").status_code == 200
    assert staff.get("/admin/documents/series/").status_code == 200
    chosen = {"action": "make_again", "_selected_action": [document.pk, failed.pk]}
    answer = staff.post("/admin/documents/document/", chosen, follow=True)

    assert "1 document is being made again." in answer.content.decode()
    failed.refresh_from_db()
    assert failed.state == "rendering"


@pytest.mark.parametrize("text", ["{number}", "{order}", "{company}", "{inn}"])
def test_admin_finds_documents_by_what_names_them(buyer: Actor, text: str):
    document = issue(buyer)
    issue(make_actor())
    facts = {
        "number": document.number,
        "order": document.order.number,
        "company": document.company.name[5:-1].lower(),
        "inn": document.company.inn,
    }
    page = client_of(make_staff()).get("/admin/documents/document/", {"q": text.format(**facts)})
    assert list(page.context["cl"].queryset) == [document]


def test_admin_finds_no_document_by_other_words(buyer: Actor):
    issue(buyer)
    for text in ("9" * 30, "nothing is called so"):
        page = client_of(make_staff()).get("/admin/documents/document/", {"q": text})
        assert not page.context["cl"].queryset.exists()
