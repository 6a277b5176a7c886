"""Takes files off the disk that were made for somebody to save once."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.files import erase_file
from b2b_portal.core.models import Job
from catalog.queries.price_list_jobs import jobs_to_forget

KEEP = timedelta(days=2)  # prices of the day before yesterday are made anew rather than kept


def forget_price_lists(*, by: Actor, at: datetime) -> int:
    """Erases the files of jobs that ended more than two days ago. Returns how many."""
    old = jobs_to_forget(at - KEEP)
    for job in old:
        with change(by, at):
            Job.objects.filter(pk=job.pk).update(result=None)
        if job.result:
            erase_file(job.result)
    return len(old)
