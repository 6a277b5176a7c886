"""Long work that shows its progress and can be stopped: a `Job` row, told by the work itself.

Call these outside the work's own transaction: progress that is not committed is seen by nobody, and a rolled-back
transaction would take the note of the end with it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.enums import JobState
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.models import File, Job


class JobCancelled(RuleBroken):
    """Somebody asked the work to stop; the job is marked so already."""

    message = _("The work was stopped on request.")
    code = "job_cancelled"


def ask_job(kind: str, owner_uid: UUID | None) -> Job:
    """Writes down work that somebody else will do; it waits until he begins it."""
    return Job.objects.create(kind=kind, owner_uid=owner_uid, state=JobState.WAITING)


def begin(job: Job, at: datetime) -> None:
    """Notes that the work begins, or that it begins anew: nothing is done yet. A job that is over stays as it is."""
    _unfinished(job).update(state=JobState.RUNNING, started_at=at, done=0, bad=0)


def open_job(kind: str, owner_uid: UUID | None, total: int | None, at: datetime) -> Job:
    """Writes down that the work has begun; `total` None: nobody knows yet how many rows there are."""
    return Job.objects.create(kind=kind, owner_uid=owner_uid, total=total, state=JobState.RUNNING, started_at=at)


def job_of(uid: UUID) -> Job | None:
    """The job with this uid, one query."""
    return Job.objects.select_related("result").filter(uid=uid).first()


def job_by_key(job_id: int) -> Job:
    """The job that a task was told of, one query."""
    return Job.objects.get(pk=job_id)


def advance(job: Job, done: int, bad: int, total: int | None = None) -> None:
    """Notes how far the work is, `done` and `bad` in all so far. One query while nobody asks to stop.

    Raises JobCancelled when somebody did, after marking the job as stopped.
    """
    progress: dict[str, int] = {"done": done, "bad": bad}
    if total is not None:
        progress["total"] = total
    if not _running(job).filter(is_cancel_asked=False).update(**progress):
        _running(job).update(state=JobState.CANCELLED, finished_at=Now(), **progress)
        raise JobCancelled


def finish(job: Job, report: dict[str, Any], result: File | None = None) -> None:
    """Marks the job done with what it has to say and the file it made; a stopped one says what it did until then."""
    _running(job).update(state=JobState.DONE, finished_at=Now())
    over = Job.objects.filter(pk=job.pk, state__in=[JobState.DONE, JobState.CANCELLED])
    over.update(report=report, result=result)


def fail(job: Job, error: str, report: dict[str, Any] | None = None) -> None:
    """Marks the job failed, with what it did until then; a job that is over stays as it is."""
    _unfinished(job).update(state=JobState.FAILED, finished_at=Now(), error=error, report=report or {})


def ask_to_stop(job: Job) -> bool:
    """Asks the work to stop at its next note of progress. False: it is over already."""
    return bool(_unfinished(job).update(is_cancel_asked=True))


def _unfinished(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state__in=[JobState.WAITING, JobState.RUNNING])


def _running(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
