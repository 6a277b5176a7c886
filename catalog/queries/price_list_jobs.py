"""The making of price lists in the background: what runs now, what is fetched by id, what may be forgotten."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import Company, Membership
from b2b_portal.core.enums import JobState
from b2b_portal.core.models import Job
from catalog.models import Assortment, PriceFeed

KIND = "price_list"
RUNNING = (JobState.WAITING, JobState.RUNNING)


def running_job(company: Company) -> Job | None:
    """The company's price list that is being made now. One query."""
    members = Membership.objects.filter(company=company).values("user__uid")
    jobs = Job.objects.filter(kind=KIND, owner_uid__in=members, report__company=str(company.uid))
    return jobs.filter(state__in=RUNNING).order_by("-pk").first()


def last_jobs(company: Company, owner_uid: UUID | None, most: int = 5) -> list[Job]:
    """The person's newest price lists of the company, not those that a link asked for. One query."""
    jobs = Job.objects.filter(kind=KIND, owner_uid=owner_uid, report__company=str(company.uid), report__feed=None)
    return list(jobs.select_related("result").order_by("-pk")[:most])


def job_by_id(job_id: int) -> Job:
    """The job of an announced event."""
    return Job.objects.select_related("result").get(pk=job_id)


def feed_of_job(job: Job) -> PriceFeed | None:
    """The link that the job makes its file for, if any."""
    uid = job.report.get("feed")
    return PriceFeed.objects.select_related("file", "token__user").filter(uid=uid).first() if uid else None


def jobs_to_forget(before: datetime) -> list[Job]:
    """Jobs that ended before the moment and still keep their file. One query."""
    return list(Job.objects.select_related("result").filter(kind=KIND, finished_at__lt=before, result__isnull=False))


def jobs_of_assortment(assortment_id: int) -> list[Job]:
    """Jobs at work, and jobs that keep their file, of the companies that an assortment is for. 2 queries."""
    owner = Q(pk__in=Assortment.objects.filter(pk=assortment_id).values("company"))
    of_tier = Q(tier__in=Assortment.objects.filter(pk=assortment_id).values("tier"))
    companies = [str(uid) for uid in Company.objects.filter(owner | of_tier).values_list("uid", flat=True)]
    jobs = Job.objects.filter(Q(state=JobState.RUNNING) | Q(result__isnull=False), kind=KIND)
    return list(jobs.filter(report__company__in=companies).select_related("result"))


def feeds_to_forget(before: datetime) -> list[PriceFeed]:
    """Links whose file was made before the moment. One query."""
    return list(PriceFeed.objects.select_related("file").filter(made_at__lt=before, file__isnull=False))


def rows_made(feed: PriceFeed) -> int | None:
    """How many rows the link's file has, as the job that made it says. One query."""
    done = Job.objects.filter(kind=KIND, report__feed=str(feed.uid), state=JobState.DONE)
    rows: int | None = done.order_by("-pk").values_list("report__rows", flat=True).first()
    return rows
