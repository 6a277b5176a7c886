"""The file of a document: its name, its headers, who may have it."""

import base64
import hashlib
import uuid
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from b2b_portal.core.events import unannounced
from b2b_portal.core.models import Delivery, Mail
from documents.actions.fail_rendering import fail_rendering
from documents.actions.issue_document import issue_document
from documents.actions.put_off_rendering import put_off_rendering
from documents.actions.render_document import render_document
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.render import style_of
from documents.snapshots import invoice_from_json
from documents.views.document import MOST_LOOKS
from tests.conftest import client_of
from tests.documents.marks import needs_pdf
from tests.documents.outbox import run_owed
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def issue(actor: Actor) -> Document:
    return issue_document(order=make_order(actor), kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


def made(actor: Actor) -> Document:
    document = issue(actor)
    render_document(document=document, by=SYSTEM, at=timezone.now())
    document.refresh_from_db()
    return document


def put_off(actor: Actor) -> Document:
    with unannounced():
        document = issue(actor)
    assert put_off_rendering(documents=[document], by=SYSTEM, at=timezone.now()) == 1
    return document


@needs_pdf
def test_document_is_saved_under_its_name(buyer: Actor, buyer_client: Client):
    document = made(buyer)

    response = buyer_client.get(f"/documents/{document.uid}/pdf/")

    name = f"{invoice_from_json(document.snapshot).title}.pdf"
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


@needs_pdf
def test_document_is_looked_at_when_asked(buyer: Actor, buyer_client: Client):
    response = buyer_client.get(f"/documents/{made(buyer).uid}/pdf/?inline=1")

    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")


def test_document_as_a_page_may_use_its_own_style_and_nothing_else(
    buyer: Actor, buyer_client: Client, settings: Settings
):
    settings.PDF_DISABLED = True
    document = made(buyer)

    response = buyer_client.get(f"/documents/{document.uid}/pdf/")

    digest = base64.b64encode(hashlib.sha256(style_of(response.content.decode()).encode()).digest()).decode()
    policy = response["Content-Security-Policy"]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Disposition"].startswith("inline; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_document_is_unknown_to_strangers(buyer: Actor):
    address = f"/documents/{made(buyer).uid}/pdf/"

    assert client_of(make_actor()).get(address).status_code == 404


def test_document_is_refused_to_colleagues_without_the_right(buyer: Actor):
    address = f"/documents/{made(buyer).uid}/pdf/"

    assert client_of(make_actor(buyer.company, Role.REQUESTER)).get(address).status_code == 403


def test_document_that_failed_or_is_not_there_is_unknown(buyer: Actor, buyer_client: Client):
    failed = issue(buyer)
    fail_rendering(document=failed, by=SYSTEM, at=timezone.now())

    assert buyer_client.get(f"/documents/{failed.uid}/pdf/").status_code == 404
    assert buyer_client.get(f"/documents/{uuid.uuid4()}/pdf/").status_code == 404


def test_document_being_made_is_looked_for_again_by_the_page_itself(buyer: Actor, buyer_client: Client):
    address = f"/documents/{issue(buyer).uid}/pdf/"

    first, last = buyer_client.get(address), buyer_client.get(f"{address}?looks={MOST_LOOKS}")

    assert (first.status_code, first["Refresh"]) == (202, f"2; url={address}?inline=1&looks=1")
    assert "being made" in first.content.decode()
    assert "Refresh" not in last
    assert "Look again" in last.content.decode()
    assert buyer_client.get(f"{address}?looks=²").status_code == 202


def test_document_put_off_is_made_when_it_is_opened_and_mailed_to_nobody(buyer: Actor, buyer_client: Client):
    document = put_off(buyer)
    address = f"/documents/{document.uid}/pdf/"

    assert buyer_client.head(address).status_code == 202
    assert not Delivery.objects.exists()
    assert buyer_client.get(address).status_code == 202
    assert buyer_client.get(address).status_code == 202
    assert Delivery.objects.count() == 1
    run_owed()

    assert buyer_client.get(address).status_code == 200
    document.refresh_from_db()
    assert document.asked_at
    assert not Mail.objects.exists()


def test_document_put_off_is_not_asked_for_by_strangers(buyer: Actor):
    document = put_off(buyer)

    assert client_of(make_actor()).get(f"/documents/{document.uid}/pdf/").status_code == 404
    document.refresh_from_db()
    assert document.state == DocumentState.PUT_OFF
