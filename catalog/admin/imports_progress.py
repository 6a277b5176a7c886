"""While a file is read or published: how far, how fast, how long still; and a way to stop."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part
from b2b_portal.core.models import Job
from catalog.actions.cancel_import import cancel_import
from catalog.admin.imports_frame import address, answer, staff
from catalog.enums import ImportState
from catalog.models import ImportBatch

RUNNING = {ImportState.READING, ImportState.PUBLISHING}


@dataclass(frozen=True)
class Pace:
    """Rows per second so far, how many there will be, and how long the rest takes; None where nobody can say yet."""

    rate: int | None
    left: timedelta | None
    total: int | None

    @property
    def minutes(self) -> int:
        return int(self.left.total_seconds()) // 60 if self.left else 0

    @property
    def seconds(self) -> int:
        return int(self.left.total_seconds()) % 60 if self.left else 0


def pace_of(job: Job | None, at: datetime) -> Pace:
    """How fast the work goes, by what it has noted since it began."""
    if job is None or job.started_at is None or not job.done:
        return Pace(None, None, job.total if job else None)
    passed = ((job.finished_at or at) - job.started_at).total_seconds()
    if passed <= 0:
        return Pace(None, None, job.total)
    rate = job.done / passed
    left = timedelta(seconds=max(0, job.total - job.done) / rate) if job.total else None
    return Pace(round(rate), left, job.total)


def progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The page of work that runs; its part is asked for every second and, when all is over, loads the batch anew."""
    if ImportState(batch.state) not in RUNNING:
        if is_part(request):
            return HttpResponse(headers={"HX-Redirect": address("change", batch)})
        return HttpResponseRedirect(address("change", batch))
    page = "_batch_progress" if is_part(request) else "import_progress"
    step = 3 if batch.state == ImportState.PUBLISHING else 2
    pace = pace_of(batch.job, timezone.now())
    return answer(request, page, batch, now=step, job=batch.job, pace=pace)


def stop(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Gives the file up; what is published stays published."""
    try:
        cancel_import(batch=batch, by=staff(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(address("change", batch))
