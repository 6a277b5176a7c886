"""Words the mail that tells an applicant how his application stands."""

import secrets
from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.models import Application
from accounts.secrets import hash_of
from b2b_portal.core.change import change
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.models import Mail

LIVES = timedelta(days=60)


def send_application_link(*, application: Application, sending: str, by: Actor, at: datetime) -> None:
    """Queues one mail per sending, with a link to the application's page that replaces the former one.

    The secret stands in that mail and nowhere else. Locks: the application.
    """
    key = f"application:{sending}"
    with change(by, at):
        held = Application.objects.select_for_update().get(pk=application.pk)
        if Mail.objects.filter(key=key).exists():
            return
        secret = secrets.token_urlsafe(32)
        held.secret_sha256, held.link_expires_at = hash_of(secret), at + LIVES
        held.save(update_fields=["secret_sha256", "link_expires_at"])
        context: dict[str, object] = {"application": held, "secret": secret}
        template = "accounts/mail/application"
        queue_mail(key=key, to=held.email, template=template, language=held.language, context=context)
