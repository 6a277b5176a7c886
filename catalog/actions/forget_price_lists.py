"""Takes files off the disk that were made for somebody to save once."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.files import erase_file
from b2b_portal.core.jobs import ask_to_stop
from b2b_portal.core.models import Job
from catalog.models import PriceFeed
from catalog.queries.price_list_jobs import feeds_to_forget, jobs_of_assortment, jobs_to_forget

KEEP = timedelta(days=2)  # prices of the day before yesterday are made anew rather than kept


def forget_price_lists(*, assortment_id: int | None = None, by: Actor, at: datetime) -> int:
    """Erases the files of jobs that ended, and of links that were made, more than two days ago. Returns how many.

    A link whose file is gone has a new one made when somebody asks for it. Of an assortment: the files of jobs of its
    companies, however old, and those at work stop, for all were begun when the companies saw something else; links look
    to that themselves.
    """
    jobs, feeds = (
        _of_assortment(assortment_id) if assortment_id else (jobs_to_forget(at - KEEP), feeds_to_forget(at - KEEP))
    )
    with change(by, at):
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(result=None)
        PriceFeed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(file=None, etag="", made_at=None)
    files = [file for file in (*(job.result for job in jobs), *(feed.file for feed in feeds)) if file]
    for file in files:
        erase_file(file)
    return len(files)


def _of_assortment(assortment_id: int) -> tuple[list[Job], list[PriceFeed]]:
    jobs = jobs_of_assortment(assortment_id)
    for job in jobs:
        ask_to_stop(job)
    return jobs, []
