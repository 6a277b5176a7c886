"""Forget the rows of comparisons that nobody will look at any more."""

from datetime import datetime, timedelta

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.enums import ImportState
from catalog.models import ImportBatch

KEPT = timedelta(days=14)


def prune_imports(*, by: Actor, at: datetime) -> int:
    """Deletes the rows of imports of two weeks ago, published or not; returns how many.

    What was published stays in the trail of prices, the file and the report with the import. An unpublished one has to
    be compared again.
    """
    with change(by, at):
        old = ImportBatch.objects.filter(created_at__lt=at - KEPT).exclude(
            state__in=[ImportState.READING, ImportState.SCHEDULED, ImportState.PUBLISHING]
        )
        gone = list(old.values_list("pk", flat=True))
        old.filter(state=ImportState.READY).update(state=ImportState.CANCELLED)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalog_importrow WHERE batch_id = ANY(%s)", [gone])
            forgotten: int = cursor.rowcount
            return forgotten
