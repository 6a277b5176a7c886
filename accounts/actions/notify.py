"""Mail one person what a room has to tell him."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import User
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.models import File, Mail


def notify(
    *,
    person: User,
    key: str,
    template: str,
    address: str = "",
    context: Mapping[str, object],
    files: Sequence[File] = (),
) -> Mail:
    """Queues the mail once per key, in the person's language and time zone.

    The template gets the context, `person` and `link`, the whole address of a page of ours. Announces: mail_queued.
    """
    with timezone.override(person.time_zone), translation.override(person.language):
        return queue_mail(
            key=key,
            to=person.email,
            template=template,
            language=person.language,
            context={"person": person, "link": f"{settings.PUBLIC_URL}{address}" if address else "", **context},
            files=files,
        )
