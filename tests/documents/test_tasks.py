"""The road of an invoice: placed -> issued -> rendered -> mailed, each step owed by the outbox."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from accounts.actors import SYSTEM
from accounts.models import Membership
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import owe_again, unannounced
from b2b_portal.core.files import read_file
from b2b_portal.core.models import Delivery, File, Mail
from b2b_portal.core.outbox import retry_dead
from documents import tasks
from documents.actions.ask_rendering import ask_rendering
from documents.actions.complete_rendering import complete_rendering
from documents.actions.fail_rendering import fail_rendering
from documents.actions.issue_document import issue_document
from documents.actions.put_off_rendering import put_off_rendering
from documents.actions.render_document import render_document
from documents.actions.retry_rendering import retry_rendering
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.snapshots import invoice_from_json
from orders.enums import OrderStatus
from orders.events import order_placed
from orders.models import Order
from tests.documents.marks import needs_pdf
from tests.documents.outbox import run_owed
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder_backend(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "b2b_portal.core.mail_folder.FolderBackend"


def place(**fields: Any) -> Order:
    order = make_order(**fields)
    with transaction.atomic():
        owe_again(order_placed, tasks.issue_invoice, order_id=order.pk)
    return order


def issued(**fields: Any) -> Document:
    return issue_document(order=make_order(**fields), kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())


def break_snapshot(document: Document, **changes: Any) -> None:
    Document.objects.filter(pk=document.pk).update(snapshot={**document.snapshot, **changes})


def let_pauses_pass() -> None:
    Delivery.objects.update(next_at=Now() - timedelta(seconds=1))


@needs_pdf
def test_a_placed_order_gets_its_invoice_made_and_mailed():
    order = place()

    run_owed()

    document = Document.objects.get(order=order)
    mail = Mail.objects.get(key=f"invoice:{document.uid}")
    assert document.state == DocumentState.READY
    assert document.file.name == f"{invoice_from_json(document.snapshot).title}.pdf"
    assert read_file(document.file).startswith(b"%PDF")
    assert mail.to == order.placed_by.email
    assert list(mail.attachments.all()) == [document.file]
    assert len(list(Path(django_settings.MAIL_DIR).glob("*.eml"))) == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DONE}


def test_every_step_may_run_twice():
    order = place()
    run_owed()
    document = Document.objects.get()

    tasks.issue_invoice(order.pk)
    tasks.render(document.pk)
    tasks.mail_document(document.pk)
    tasks.fail_render(document.pk)
    run_owed()

    document.refresh_from_db()
    assert document.state == DocumentState.READY
    assert (Document.objects.count(), Mail.objects.count(), File.objects.count()) == (1, 1, 1)
    assert len(list(Path(django_settings.MAIL_DIR).glob("*.eml"))) == 1


@needs_pdf
def test_the_paper_says_what_was_ordered_whatever_changes_later():
    order = make_order(prices=["4723.00"])
    document = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())
    company, line, seller = order.company, order.lines.get(), order.contract.seller
    frozen = [company.name, line.name, seller.name, "4 723,00", "14 169,00"]
    company.name, line.name, seller.name, line.unit_price = "ЗАО «Другое»", "Другой товар", "ООО «Не мы»", 1
    for changed in (company, line, seller):
        changed.save()

    render_document(document=document, by=SYSTEM, at=timezone.now())

    document.refresh_from_db()
    pages = PdfReader(io.BytesIO(read_file(document.file))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(words in text for words in frozen)
    assert "Друг" not in text
    assert "Не мы" not in text


def test_an_order_cancelled_meanwhile_gets_no_invoice():
    place(status=OrderStatus.CANCELLED)

    run_owed()

    assert not Document.objects.exists()
    assert Delivery.objects.get().state == DeliveryState.DONE


def test_a_poison_document_is_given_up_after_three_attempts_and_a_retry_makes_it():
    document = issued()
    whole = document.snapshot
    break_snapshot(document, lines=[{"no": "line"}])
    for _ in range(3):
        let_pauses_pass()
        run_owed()

    document.refresh_from_db()
    poison = Delivery.objects.get(event="documents.document_issued")
    assert (poison.state, poison.attempts) == (DeliveryState.DEAD, 3)
    assert "KeyError" in poison.error
    assert document.state == DocumentState.FAILED
    assert not Mail.objects.exists()

    Document.objects.filter(pk=document.pk).update(snapshot=whole)
    assert retry_dead([poison.pk]) == 1
    run_owed()
    document.refresh_from_db()
    assert document.state == DocumentState.READY
    assert Mail.objects.count() == 1


def test_retry_rendering_makes_a_failed_document_again():
    document = issued()
    assert retry_rendering(document=document, by=SYSTEM, at=timezone.now()) is False
    fail_rendering(document=document, by=SYSTEM, at=timezone.now())

    assert retry_rendering(document=document, by=SYSTEM, at=timezone.now()) is True

    run_owed()
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_a_poison_document_harms_only_itself():
    poison, *good = [issued() for _ in range(6)]
    break_snapshot(poison, lines=None)

    run_owed()

    assert set(Document.objects.filter(state=DocumentState.READY)) == set(good)


def test_complete_rendering_lets_the_first_file_stand():
    document = issued()
    assert render_document(document=document, by=SYSTEM, at=timezone.now()) is True
    first = Document.objects.get().file

    assert render_document(document=document, by=SYSTEM, at=timezone.now()) is False
    assert complete_rendering(document=document, file=first, by=SYSTEM, at=timezone.now()) is False

    assert Document.objects.get().file == first
    assert File.objects.count() == 1
    assert Delivery.objects.filter(event="documents.document_rendered").count() == 1


def test_mail_document_tells_nobody_who_has_left():
    order = place()
    Membership.objects.filter(user=order.placed_by).update(left_at=timezone.now())

    run_owed()

    assert Document.objects.get().state == DocumentState.READY
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("ru", "14 169,00"), ("en", "14,169.00")])
def test_mail_document_speaks_the_language_of_the_reader(language: str, words: str):
    order = place()
    order.placed_by.language = language
    order.placed_by.full_name = 'Анна "Аня" <Иванова>'
    order.placed_by.save()

    run_owed()

    mail = Mail.objects.get()
    assert words in mail.subject.replace("\u00a0", " ")
    assert 'Анна "Аня" <Иванова>' in mail.text
    assert "&lt;Иванова&gt;" in mail.html
    assert f"{django_settings.PUBLIC_URL}/orders/{order.number}/" in mail.text
    assert f"{django_settings.PUBLIC_URL}/orders/{order.number}/" in mail.html


def test_make_good_issues_what_was_forgotten():
    long_ago = timezone.now() - timedelta(minutes=3)
    forgotten = make_order(placed_at=long_ago)
    make_order(placed_at=long_ago, status=OrderStatus.CANCELLED)
    make_order(placed_at=timezone.now())

    tasks.make_good()
    tasks.make_good()
    assert Delivery.objects.count() == 1
    run_owed()

    assert Document.objects.get().order == forgotten


def test_make_good_renders_what_was_forgotten():
    document = issued()
    Delivery.objects.all().delete()
    tasks.make_good()
    assert not Delivery.objects.exists()
    Document.objects.update(issued_at=timezone.now() - timedelta(minutes=3))

    tasks.make_good()
    tasks.make_good()
    assert Delivery.objects.count() == 1
    run_owed()

    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_make_good_leaves_the_dead_to_staff():
    order = make_order(placed_at=timezone.now() - timedelta(minutes=3))
    Delivery.objects.create(
        event="orders.order_placed",
        receiver="documents.tasks.issue_invoice",
        payload={"order_id": order.pk},
        state=DeliveryState.DEAD,
    )

    tasks.make_good()

    assert Delivery.objects.count() == 1


def test_make_good_leaves_what_was_put_off_until_somebody_opens_it():
    with unannounced():
        document = issued(placed_at=timezone.now() - timedelta(days=90))
    put_off_rendering(documents=[document], by=SYSTEM, at=timezone.now())

    tasks.make_good()
    assert not Delivery.objects.exists()

    assert retry_rendering(document=document, by=SYSTEM, at=timezone.now() - timedelta(hours=1))
    Delivery.objects.all().delete()
    tasks.make_good()
    assert Delivery.objects.get().payload == {"document_id": document.pk}


def test_put_off_rendering_leaves_what_is_made_or_failed():
    made, failed = issued(), issued()
    render_document(document=made, by=SYSTEM, at=timezone.now())
    fail_rendering(document=failed, by=SYSTEM, at=timezone.now())

    assert put_off_rendering(documents=[made, failed], by=SYSTEM, at=timezone.now()) == 0
    assert not ask_rendering(document=made, by=SYSTEM, at=timezone.now())
