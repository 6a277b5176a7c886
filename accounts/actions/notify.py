"""Mail one person what a room has to tell him."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone, translation

from accounts.models import Company, User
from b2b_portal.core.access import OPENS_FOR
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.models import File, Mail


def notify(
    *,
    person: User,
    key: str,
    template: str,
    address: str = "",
    company: Company | None = None,
    context: Mapping[str, object],
    files: Sequence[File] = (),
) -> Mail:
    """Queues the mail once per key, in the person's language and time zone.

    The template gets the context, `person` and `link`, the whole address of a page of ours, which opens for `company`
    whichever of his companies the reader acts for. Announces: mail_queued.
    """
    with timezone.override(person.time_zone), translation.override(person.language):
        return queue_mail(
            key=key,
            to=person.email,
            template=template,
            language=person.language,
            context={"person": person, "link": _link(address, company), **context},
            files=files,
        )


def _link(address: str, company: Company | None) -> str:
    if not address or company is None:
        return f"{settings.PUBLIC_URL}{address}" if address else ""
    return f"{settings.PUBLIC_URL}{address}?{urlencode({OPENS_FOR: company.uid})}"
