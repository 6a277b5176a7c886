"""While a file is read or published: how far, how fast, how long still; and a way to stop."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import file_path
from b2b_portal.core.htmx import is_part
from b2b_portal.core.models import Job
from catalog.actions.cancel_import import cancel_import
from catalog.admin.imports_frame import address, answer, staff
from catalog.enums import ImportState
from catalog.models import ImportBatch

PIECE = 256 * 1024
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


def pace_of(job: Job | None, at: datetime, expected: int | None = None) -> Pace:
    """How fast the work goes, by what it has noted; `expected` rows where it does not know their number yet."""
    total = (job.total if job else None) or expected
    if job is None or job.started_at is None or not job.done:
        return Pace(None, None, total)
    passed = ((job.finished_at or at) - job.started_at).total_seconds()
    if passed <= 0:
        return Pace(None, None, total)
    rate = job.done / passed
    left = timedelta(seconds=max(0, total - job.done) / rate) if total else None
    return Pace(round(rate), left, total)


def expected_rows(batch: ImportBatch) -> int | None:
    """About how many rows a CSV has, by its first piece; None for workbooks and archives, which are not that plain."""
    if batch.state != ImportState.READING or not batch.file.name.lower().endswith(".csv"):
        return None
    with open(file_path(batch.file), "rb") as file:
        head = file.read(PIECE)
    return round(batch.file.size * head.count(b"\n") / len(head)) or None if head else None


def progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The page of work that runs; its part is asked for every second and, when all is over, loads the batch anew."""
    if ImportState(batch.state) not in RUNNING:
        if is_part(request):
            return HttpResponse(headers={"HX-Redirect": address("change", batch)})
        return HttpResponseRedirect(address("change", batch))
    page = "_batch_progress" if is_part(request) else "import_progress"
    step = 3 if batch.state == ImportState.PUBLISHING else 2
    pace = pace_of(batch.job, timezone.now(), expected_rows(batch))
    return answer(request, page, batch, now=step, job=batch.job, pace=pace)


def stop(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Gives the file up; what is published stays published."""
    try:
        cancel_import(batch=batch, by=staff(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(address("change", batch))
