"""Mails: worded once per key, sent once per mail."""

import email
import email.policy
import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from b2b_portal.core.enums import MailState
from b2b_portal.core.files import store_file
from b2b_portal.core.mail import BeingSent, MailServerAway, queue_mail, send
from b2b_portal.core.models import Delivery, File, Mail
from tests.core.mail_backends import Slow

TEXT = (
    "{% if language == 'ru' %}Счёт{% else %}Invoice{% endif %} for {{ name }}\n\nHello, {{ name }}!\n{{ public_url }}"
)
HTML = '{% extends "core/mail/frame.html" %}{% block body %}<p>Hello, {{ name }}!</p>{% endblock %}'


@pytest.fixture(autouse=True)
def _folder_backend(settings: Settings) -> None:
    """Django's test runner would keep mails in memory; the shop without SMTP keeps them in a folder."""
    settings.EMAIL_BACKEND = "b2b_portal.core.mail_folder.FolderBackend"


@pytest.fixture(autouse=True)
def _template(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text(TEXT)
    (tmp_path / "hello.html").write_text(HTML)
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]} for engine in settings.TEMPLATES]


def queue(key: str = "hello:1", *, name: str = "Anna", language: str = "en", files: tuple[File, ...] = ()) -> Mail:
    return queue_mail(
        key=key, to="anna@buyer.example", template="hello", language=language, context={"name": name}, files=files
    )


def sent() -> list[EmailMessage]:
    folder = Path(django_settings.MAIL_DIR)
    parse = email.message_from_bytes
    return [parse(path.read_bytes(), policy=email.policy.default) for path in sorted(folder.glob("*.eml"))]  # type: ignore[misc]


@pytest.mark.django_db
def test_queue_mail_words_text_plainly_and_html_escaped():
    mail = queue(name='ООО "Рога & копыта" <b>')

    assert mail.subject == 'Invoice for ООО "Рога & копыта" <b>'
    assert mail.text.startswith('Hello, ООО "Рога & копыта" <b>!')
    assert "Рога &amp; копыта" in mail.html
    assert "&lt;b&gt;!" in mail.html


@pytest.mark.django_db
def test_queue_mail_carries_its_style_in_the_tags():
    html = queue().html

    assert 'style="margin: 0 0 12px' in html
    assert "<style" not in html
    assert "Артикул" in html


@pytest.mark.django_db
def test_queue_mail_speaks_the_language_of_the_reader():
    assert queue("hello:ru", language="ru").subject == "Счёт for Anna"
    assert queue("hello:en", language="en").subject == "Invoice for Anna"


@pytest.mark.django_db
def test_queue_mail_keeps_the_subject_on_one_line():
    assert queue(name="Anna\r\nBcc: all@shop.example").subject == "Invoice for Anna"
    assert len(queue("hello:2", name="ы" * 400).subject) == 300


@pytest.mark.django_db
def test_queue_mail_a_second_time_returns_the_first():
    first, second = queue(name="Anna"), queue(name="Boris")

    assert first.pk == second.pk
    assert second.subject == "Invoice for Anna"
    assert Delivery.objects.filter(event="core.mail_queued", payload={"mail_id": first.pk}).count() == 1


@pytest.mark.django_db(transaction=True)
def test_queue_mail_of_one_key_at_once_makes_one_mail():
    gate = threading.Barrier(4)

    def one(_number: int) -> int:
        try:
            gate.wait(timeout=30)
            return queue().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(one, range(4)))

    assert keys == {Mail.objects.get().pk}
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_send_puts_the_mail_with_its_files_into_the_folder_once():
    mail = queue(files=(store_file(b"%PDF", name="Счёт № 1 от 23.11.2026.pdf", content_type="application/pdf"),))

    send(mail.pk)
    send(mail.pk)

    (message,) = sent()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert mail.sent_at is not None
    assert (message["To"], message["Subject"]) == ("anna@buyer.example", "Invoice for Anna")
    assert message["Message-ID"] == f"<{mail.uid}@artikul.example>"
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "Счёт № 1 от 23.11.2026.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == b"%PDF"


@pytest.mark.django_db(transaction=True)
def test_send_by_two_workers_at_once_sends_one(settings: Settings):
    settings.EMAIL_BACKEND = "tests.core.mail_backends.Slow"
    Slow.reached.clear()
    Slow.may_finish.clear()
    mail = queue()

    def first() -> None:
        try:
            send(mail.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(first)
        assert Slow.reached.wait(30)
        with pytest.raises(BeingSent):
            send(mail.pk)
        Slow.may_finish.set()
        sending.result(timeout=30)

    send(mail.pk)
    assert len(sent()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("server", "raised", "state"),
    [
        ("Away", MailServerAway, MailState.QUEUED),
        ("WrongPassword", MailServerAway, MailState.QUEUED),
        ("ShuttingDown", MailServerAway, MailState.QUEUED),
        ("NoRoom", MailServerAway, MailState.QUEUED),
        ("TryLater", SMTPRecipientsRefused, MailState.FAILED),
        ("Hangs", TimeoutError, MailState.FAILED),
    ],
)
def test_send_waits_for_a_server_and_counts_what_concerns_this_mail(
    settings: Settings, server: str, raised: type[Exception], state: MailState
):
    mail, folder = queue(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"tests.core.mail_backends.{server}"

    with pytest.raises(raised):
        send(mail.pk)

    mail.refresh_from_db()
    assert mail.state == state
    assert mail.error
    settings.EMAIL_BACKEND = folder
    send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.error, len(sent())) == (MailState.SENT, "", 1)


@pytest.mark.django_db
def test_send_takes_a_final_no_for_an_answer(settings: Settings):
    settings.EMAIL_BACKEND = "tests.core.mail_backends.NoSuchMailbox"
    mail = queue()

    send(mail.pk)

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert "No such user here" in mail.error
