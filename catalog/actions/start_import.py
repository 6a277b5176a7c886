"""Start the comparison of a sent file."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.jobs import ask_job
from b2b_portal.core.models import Job
from catalog.actions.lock_import import lock_import
from catalog.enums import ImportState
from catalog.events import import_asked
from catalog.models import ImportBatch

JOB_KIND = "compare_import"


def start_import(*, batch: ImportBatch, by_worker: bool = True, by: Actor, at: datetime) -> Job:
    """Asks a worker to read the file and compare it; also again, when a newer version of the list came between.

    Without `by_worker` nobody is asked: the caller does the work himself, as a command does (imports/stage.py).
    Locks: the import. Announces: import_asked. Raises StaffOnly, ImportNotReady.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_import(batch, ImportState.UPLOADED, ImportState.READY, ImportState.FAILED, ImportState.CANCELLED)
        job = ask_job(JOB_KIND, by.user_uid)
        locked.state, locked.job, locked.error = ImportState.READING, job, ""
        locked.save(update_fields=["state", "job", "error"])
        if by_worker:
            announce(import_asked, batch_id=locked.pk)
        return job
