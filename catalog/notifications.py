"""How this room words what it tells people, once per fact and person."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from b2b_portal.core.mail import queue_mail
from catalog.enums import ImportState
from catalog.models import ImportBatch

TOLD = {ImportState.READY, ImportState.PUBLISHED, ImportState.FAILED}


def tell_import_ended(batch: ImportBatch, person: User | None) -> None:
    """Tells who sent a file, or asked to publish it, that the work is over: once per piece of work."""
    if person is None or batch.state not in TOLD:
        return
    with timezone.override(person.time_zone), translation.override(person.language):
        queue_mail(
            key=f"import_ended:{batch.pk}:{batch.state}:{batch.job_id}",
            to=person.email,
            template="catalog/mail/import_ended",
            language=person.language,
            context={
                "batch": batch,
                "report": batch.report,
                "person": person,
                "link": f"{settings.PUBLIC_URL}{reverse('admin:catalog_importbatch_change', args=[batch.pk])}",
            },
        )
