"""Publish an import, or say when it will be."""

from collections.abc import Sequence
from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.jobs import ask_job
from b2b_portal.core.models import Job
from catalog.actions.lock_import import lock_import
from catalog.actions.open_price_version import last_number
from catalog.actions.publish_price_version import ListChanged
from catalog.enums import ImportState
from catalog.events import publication_asked
from catalog.models import ImportBatch

JOB_KIND = "publish_import"


def publish_import(
    *,
    batch: ImportBatch,
    brand_ids: Sequence[int] = (),
    removes_missing: bool = False,
    publish_at: datetime | None = None,
    by_worker: bool = True,
    by: Actor,
    at: datetime,
) -> Job | None:
    """Asks a worker to publish now, all or some brands; with a later moment beat asks then, and there is no job yet.

    Without `by_worker` nobody is asked: the caller does the work himself, as a command does (imports/stage.py).
    Locks: the import. Announces: publication_asked. Raises StaffOnly, ImportNotReady, ListChanged.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_import(batch, ImportState.READY, ImportState.SCHEDULED)
        if locked.price_list and (number := last_number(locked.price_list)) != locked.base_number:
            raise ListChanged(price_list=locked.price_list.code, number=number)
        locked.brand_ids, locked.removes_missing, locked.publish_at = list(brand_ids), removes_missing, publish_at
        if publish_at and publish_at > at:
            locked.state = ImportState.SCHEDULED
            locked.save()
            return None
        return _ask(locked, by, at, by_worker=by_worker)


def publish_due_imports(*, by: Actor, at: datetime) -> int:
    """Asks a worker to publish each import whose moment has come; returns how many. Locks: the imports."""
    with change(by, at):
        due = ImportBatch.objects.select_for_update(skip_locked=True, no_key=True).filter(
            state=ImportState.SCHEDULED, publish_at__lte=at
        )
        return len([_ask(batch, by, at, by_worker=True) for batch in due])


def _ask(batch: ImportBatch, by: Actor, at: datetime, *, by_worker: bool) -> Job:
    job = ask_job(JOB_KIND, by.user_uid or batch.author_uid)
    batch.state, batch.job, batch.error = ImportState.PUBLISHING, job, ""
    batch.save()
    if by_worker:
        announce(publication_asked, batch_id=batch.pk)
    return job
