"""One mail (text + HTML), worded once and sent once per key."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models.functions import Now
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from b2b_portal.core.enums import MailState
from b2b_portal.core.events import Event, NotNow, announce
from b2b_portal.core.files import is_no_room, read_file
from b2b_portal.core.models import File, Mail

MOST_SUBJECT = 300
SERVICE_NOT_AVAILABLE = 421

mail_queued = Event("core.mail_queued")
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


class BeingSent(Exception):
    """Another worker is sending this mail; the attempt is counted and made again later."""


class MailServerAway(NotNow):
    """The mail server takes nobody's mail at the moment: it does not answer, or does not let us in."""


def queue_mail(
    *, key: str, to: str, template: str, language: str, context: Mapping[str, object], files: Sequence[File] = ()
) -> Mail:
    """Words `<template>.txt` (first line: subject) and `<template>.html` and queues them once per key.

    Text is not escaped, HTML is. Announces: mail_queued, in the caller's transaction. A known key returns the mail
    already there.
    """
    with transaction.atomic(), translation.override(language):
        known = Mail.objects.filter(key=key).first()
        if known:
            return known
        facts = {"public_url": settings.PUBLIC_URL, "shop_name": settings.SHOP_NAME, "language": language, **context}
        subject, _, text = _text(f"{template}.txt", facts).partition("\n")
        html = _inliner.inline(render_to_string(f"{template}.html", facts))
        worded = {"to": to, "subject": " ".join(subject.split())[:MOST_SUBJECT], "text": text.strip(), "html": html}
        mail, is_new = Mail.objects.get_or_create(key=key, defaults=worded)
        if is_new:
            mail.attachments.set(files)
            announce(mail_queued, mail_id=mail.pk)
        return mail


def send(mail_id: int) -> None:
    """Sends the mail unless it is sent already. A crash between the server's answer and our note costs one extra copy,
    which carries the same Message-ID.

    A final no of the server (5xx) is noted and not tried again. Raises MailServerAway, for which the mail waits;
    whatever else the mail backend raises, and BeingSent, for which the delivery counts the attempt.
    """
    with _sole_sender(mail_id) as is_sole:
        if not is_sole:
            raise BeingSent(f"mail {mail_id}")
        mail = Mail.objects.get(pk=mail_id)
        if mail.state == MailState.SENT:
            return
        _send(mail)


def _send(mail: Mail) -> None:
    row = Mail.objects.filter(pk=mail.pk)
    row.update(state=MailState.SENDING)
    try:
        _post(message_of(mail))
    except Exception as error:
        is_away = isinstance(error, MailServerAway)
        words = str(error) if is_away else f"{type(error).__name__}: {error}"
        row.update(state=MailState.QUEUED if is_away else MailState.FAILED, error=words.replace("\0", ""))
        if not _is_final(error):
            raise
    else:
        row.update(state=MailState.SENT, sent_at=Now(), error="")


def _post(message: EmailMultiAlternatives) -> None:
    with _open_server() as server:
        try:
            server.send_messages([message])
        except OSError as error:  # what smtplib raises is an OSError too
            if _is_away(error):
                raise MailServerAway(f"{type(error).__name__}: {error}") from error
            raise


@contextmanager
def _open_server() -> Iterator[BaseEmailBackend]:
    """A server that has let us in. Whatever goes wrong before concerns every mail; afterwards it may be this one."""
    server = get_connection()
    try:
        server.open()
    except OSError as error:
        raise MailServerAway(f"{type(error).__name__}: {error}") from error
    try:
        yield server
    finally:
        with suppress(OSError):  # the mail is out, whether or not the server hears our goodbye
            server.close()


def _text(template: str, facts: dict[str, object]) -> str:
    backend = get_template(template)
    return str(backend.template.render(Context(facts, autoescape=False))).strip()  # type: ignore[attr-defined]


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """The mail as a mail program gets it: text, HTML, attachments, always the same Message-ID."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": f"<{mail.uid}@{domain}>"},
    )
    message.attach_alternative(mail.html, "text/html")
    for file in mail.attachments.order_by("pk"):
        message.attach(file.name, read_file(file), file.content_type.partition(";")[0])
    return message


def _is_away(error: OSError) -> bool:
    """Whether the server, or the folder in its place, would take no other mail either."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code == SERVICE_NOT_AVAILABLE
    return is_no_room(error)


def _is_final(error: Exception) -> bool:
    """Whether the server will never take this mail."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


@contextmanager
def _sole_sender(mail_id: int) -> Iterator[bool]:
    """Holds the mail for this connection, without a transaction; a dead worker's hold ends with its connection."""
    key = [f"core.mail {mail_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        is_held = bool(cursor.fetchone()[0])
    try:
        yield is_held
    finally:
        if is_held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
