"""Cancel an import."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.jobs import ask_to_stop
from catalog.actions.lock_import import lock_import
from catalog.enums import ImportState
from catalog.models import ImportBatch


def cancel_import(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Drops an import that is not published; work under way is asked to stop and notes it itself.

    Locks: the import. Raises StaffOnly and, once publishing has begun, ImportNotReady.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_import(
            batch,
            ImportState.UPLOADED,
            ImportState.READING,
            ImportState.READY,
            ImportState.SCHEDULED,
            ImportState.FAILED,
        )
        if locked.state == ImportState.READING and locked.job and ask_to_stop(locked.job):
            return
        locked.state = ImportState.CANCELLED
        locked.save(update_fields=["state"])
