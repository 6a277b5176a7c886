"""The states of an import, and the steps between them that its work takes."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from catalog.enums import ImportState
from catalog.events import import_ended
from catalog.models import ImportBatch


class ImportNotReady(RuleBroken):
    """The import is in another state than the step needs. Facts: state."""

    message = _("This cannot be done now: the import is %(state)s.")
    code = "import_not_ready"


def locked_import(batch: ImportBatch, *allowed: ImportState) -> ImportBatch:
    """The import under a lock, in one of the allowed states. Inside change(). Raises ImportNotReady."""
    locked = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if locked.state not in allowed:
        raise ImportNotReady(state=locked.get_state_display())
    return locked


def note_compared(
    *, batch: ImportBatch, report: dict[str, Any], base_number: int | None, by: Actor, at: datetime
) -> None:
    """Keeps what the comparison found: the import is ready to publish. Announces: import_ended."""
    _end(batch, ImportState.READY, by, at, report=report, base_number=base_number, error="")


def note_failed(*, batch: ImportBatch, error: str, by: Actor, at: datetime) -> None:
    """Keeps why the work on an import ended. Announces: import_ended."""
    _end(batch, ImportState.FAILED, by, at, error=error)


def note_stopped(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Notes that somebody asked the work to stop; nothing was published."""
    with change(by, at):
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.CANCELLED)


def note_published(*, batch: ImportBatch, by: Actor, at: datetime) -> None:
    """Notes that an import of another kind than prices is published. Announces: import_ended."""
    _end(batch, ImportState.PUBLISHED, by, at, error="")


def _end(batch: ImportBatch, state: ImportState, by: Actor, at: datetime, **facts: Any) -> None:
    with change(by, at):
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, **facts)
        announce(import_ended, batch_id=batch.pk)
