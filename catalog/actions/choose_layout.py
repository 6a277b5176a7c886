"""Correct how a file is read."""

from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.lock_import import lock_import
from catalog.enums import ImportState
from catalog.models import ImportBatch, ImportProfile


def choose_layout(
    *, batch: ImportBatch, layout: dict[str, Any], profile: ImportProfile | None = None, by: Actor, at: datetime
) -> None:
    """Keeps the corrected layout (Layout.as_json()) of a file that is not published; it has to be compared anew.

    Locks: the import. Raises StaffOnly, ImportNotReady.
    """
    require_staff(by)
    with change(by, at):
        locked = lock_import(batch, ImportState.UPLOADED, ImportState.READY, ImportState.FAILED)
        locked.layout, locked.state, locked.report = layout, ImportState.UPLOADED, {}
        locked.profile = profile or locked.profile
        locked.save(update_fields=["layout", "state", "report", "profile"])


def keep_profile(
    *, batch: ImportBatch, name: str, supplier: str, columns: dict[str, str], by: Actor, at: datetime
) -> ImportProfile:
    """Remembers the headings of a supplier's sheets, by the profile's code; an older one of that code is replaced.

    Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        shape = {"sheet": batch.layout.get("sheet", ""), "columns": columns, "brand": batch.layout.get("brand", "")}
        return ImportProfile.objects.update_or_create(
            kind=batch.kind, name=name, defaults={"supplier": supplier, **shape}
        )[0]
