"""Lock an import."""

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken
from catalog.enums import ImportState
from catalog.models import ImportBatch


class ImportNotReady(RuleBroken):
    """The import is in another state than the step needs. Facts: state."""

    message = _("This cannot be done now: the import is %(state)s.")
    code = "import_not_ready"


def lock_import(batch: ImportBatch, *allowed: ImportState) -> ImportBatch:
    """The import under a lock, in one of the allowed states. Inside change(). Raises ImportNotReady."""
    locked = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if locked.state not in allowed:
        raise ImportNotReady(state=locked.get_state_display())
    return locked
