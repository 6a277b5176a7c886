"""Ask for versions of a price list to be taken back."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.jobs import open_job
from b2b_portal.core.models import Job
from catalog.events import rollback_asked
from catalog.models import PriceListVersion

JOB_KIND = "rollback_prices"


def undo_version(*, version: PriceListVersion, by: Actor, at: datetime) -> Job:
    """Asks a worker to bring the list back to what it was before the version (rollback_prices).

    Announces: rollback_asked. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        job = open_job(JOB_KIND, by.user_uid, None, at)
        announce(rollback_asked, version_id=version.pk, job_id=job.pk)
        return job
