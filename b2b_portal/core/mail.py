"""One mail (text + HTML), worded once and sent once per key."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models.functions import Now
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from b2b_portal.core.enums import MailState
from b2b_portal.core.events import Event, announce
from b2b_portal.core.files import read_file
from b2b_portal.core.models import File, Mail

MOST_SUBJECT = 300

mail_queued = Event("core.mail_queued")
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


class BeingSent(Exception):
    """Another worker is sending this mail; the attempt is counted and made again later."""


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

    A final no of the server (5xx) is noted and not tried again. Raises whatever else the mail backend raises, and
    BeingSent: the delivery counts the attempt.
    """
    with _sole_sender(mail_id) as is_sole:
        if not is_sole:
            raise BeingSent(f"mail {mail_id}")
        mail = Mail.objects.get(pk=mail_id)
        if mail.state == MailState.SENT:
            return
        row = Mail.objects.filter(pk=mail_id)
        row.update(state=MailState.SENDING)
        try:
            message_of(mail).send()
        except Exception as error:
            row.update(state=MailState.FAILED, error=f"{type(error).__name__}: {error}".replace("\0", ""))
            if _is_final(error):
                return
            raise
        row.update(state=MailState.SENT, sent_at=Now(), error="")


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


def _is_final(error: Exception) -> bool:
    """Whether the server will never take this mail; a refused password is our fault and may be mended."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return (
        isinstance(error, SMTPResponseException)
        and not isinstance(error, SMTPAuthenticationError)
        and error.smtp_code >= 500
    )


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
