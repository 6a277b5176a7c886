"""Note how the work on an import ended."""

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.enums import ImportState
from catalog.events import import_ended
from catalog.models import ImportBatch


def end_import(
    *,
    batch: ImportBatch,
    state: ImportState,
    error: str = "",
    report: dict[str, Any] | None = None,
    base_number: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Moves an import on: READY with the comparison's report, PUBLISHED, FAILED with the sentence, or CANCELLED.

    `base_number` is the list's version that the report compares with. Announces: import_ended, unless it was stopped.
    """
    facts: dict[str, Any] = {"state": state, "error": error}
    if report is not None:
        facts |= {"report": report, "base_number": base_number}
    with change(by, at):
        ImportBatch.objects.filter(pk=batch.pk).update(**facts)
        if state != ImportState.CANCELLED:
            announce(import_ended, batch_id=batch.pk)
