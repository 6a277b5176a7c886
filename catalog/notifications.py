"""How this room words what it tells people, once per fact and person."""

from django.urls import reverse

from accounts.actions.notify import notify
from accounts.models import User
from accounts.queries.people import works_for
from catalog.enums import ImportState
from catalog.models import ImportBatch, Watch

TOLD = {ImportState.READY, ImportState.PUBLISHED, ImportState.FAILED}


def tell_import_ended(batch: ImportBatch, person: User | None) -> None:
    """Tells who sent a file, or asked to publish it, that the work is over: once per piece of work."""
    if person is None or batch.state not in TOLD:
        return
    notify(
        person=person,
        key=f"import_ended:{batch.pk}:{batch.state}:{batch.job_id}",
        template="catalog/mail/import_ended",
        address=reverse("admin:catalog_importbatch_change", args=[batch.pk]),
        context={"batch": batch, "report": batch.report},
    )


def tell_watch(watch: Watch) -> None:
    """Tells who waited that the product is back or cheaper, once, while he works for the company he asked for."""
    person, product = watch.user, watch.product
    if not works_for(person, watch.company.uid):
        return
    notify(
        person=person,
        key=f"watch:{watch.uid}",
        template="catalog/mail/watch",
        address=reverse("product", args=[product.uid]),
        company=watch.company,
        context={"watch": watch, "product": product},
    )
