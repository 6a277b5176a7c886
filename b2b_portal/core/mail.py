"""One mail (text + HTML), worded once and sent once per key."""

from collections.abc import Sequence
from email.utils import make_msgid

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation

from b2b_portal.core.enums import MailState
from b2b_portal.core.events import Event, announce
from b2b_portal.core.files import read_file
from b2b_portal.core.models import File, Mail

mail_queued = Event("core.mail_queued")
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


def queue_mail(
    *, key: str, to: str, template: str, language: str, context: dict[str, object], files: Sequence[File] = ()
) -> Mail:
    """Words `<template>.txt` (first line: subject) and `<template>.html` and queues them once per key.

    Announces: mail_queued, in the caller's transaction. A known key returns the mail already there.
    """
    with transaction.atomic(), translation.override(language):
        known = Mail.objects.filter(key=key).first()
        if known:
            return known
        context = {"public_url": settings.PUBLIC_URL, "shop_name": settings.SHOP_NAME, "language": language, **context}
        subject, _, text = render_to_string(f"{template}.txt", context).strip().partition("\n")
        html = _inliner.inline(render_to_string(f"{template}.html", context))
        mail, is_new = Mail.objects.get_or_create(
            key=key, defaults={"to": to, "subject": subject.strip(), "text": text.strip(), "html": html}
        )
        if is_new:
            mail.attachments.set(files)
            announce(mail_queued, mail_id=mail.pk)
        return mail


def send(mail_id: int) -> None:
    """Sends the mail unless it is sent already. A crash between the server's answer and our note costs one extra copy.

    Raises whatever the mail backend raises; the delivery counts the attempt.
    """
    mail = Mail.objects.get(pk=mail_id)
    if mail.state == MailState.SENT:
        return
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={
            "Message-ID": make_msgid(idstring=mail.uid.hex, domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])
        },
    )
    message.attach_alternative(mail.html, "text/html")
    for file in mail.attachments.all():
        message.attach(file.name, read_file(file), file.content_type)
    try:
        message.send()
    except Exception as error:
        Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=Now(), error="")
