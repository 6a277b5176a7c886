"""A sent file from the disk to a finished comparison."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries.staff import staff_or
from b2b_portal.core import jobs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import file_path
from b2b_portal.core.jobs import JobCancelled
from b2b_portal.core.models import Job
from b2b_portal.core.sheets import SheetRefused, open_table
from catalog.actions.end_import import end_import
from catalog.actions.open_price_version import last_number
from catalog.actions.publish_costs import publish_costs
from catalog.actions.publish_price_version import publish_price_version
from catalog.enums import ImportKind, ImportState
from catalog.imports.compare_prices import compare_prices
from catalog.imports.kinds import KINDS
from catalog.imports.layout import Layout
from catalog.imports.raw import load_raw
from catalog.models import ImportBatch

IN_SQL = {ImportKind.PRICES, ImportKind.COSTS}


def stage_import(*, batch: ImportBatch, keeps_all: bool = True, by: Actor, at: datetime) -> None:
    """Reads and compares a file that start_import asked for; a second run begins anew and does no harm.

    Without `keeps_all` only prices with a warning or a fault are kept, for who publishes at once (publish_staged).

    What the file itself is to blame for ends the import as failed, with the sentence; asked to stop, it is cancelled.
    """
    if batch.job is None or batch.job.is_over:
        return
    if batch.state == ImportState.READY:  # the worker was killed before it could say so
        jobs.finish(batch.job, _without_brands(batch.report))
    if batch.state != ImportState.READING:
        return
    base_number = last_number(batch.price_list) if batch.price_list else None
    started = time.monotonic()
    with _told(batch, batch.job, by, at):
        report = _compared(batch, batch.job, by, at, keeps_all=keeps_all)
        if not report["rows"] + report.get("skipped", 0):
            raise SheetRefused(reason=_("there are no rows below the headings"))
        report["seconds"] = round(time.monotonic() - started, 2)
        end_import(batch=batch, state=ImportState.READY, report=report, base_number=base_number, by=by, at=at)
        jobs.finish(batch.job, _without_brands(report))


def publish_staged(*, batch: ImportBatch, of_session: bool = False, by: Actor, at: datetime) -> None:
    """Publishes what publish_import asked for; a second run finds it done.

    Asked to stop, it ends between two chunks of stock, products or codes; prices go in as one. `of_session`: the prices
    were compared on this connection just now, and not all of them are kept.
    """
    if batch.job is None or batch.job.is_over or batch.state not in {ImportState.PUBLISHING, ImportState.PUBLISHED}:
        return
    by = staff_or(batch.job.owner_uid or batch.author_uid, by)
    with _told(batch, batch.job, by, at):
        if batch.state == ImportState.PUBLISHED:  # the worker was killed before it could say so
            report = batch.version.report if batch.version else {}
        else:
            report = _published(batch, batch.job, of_session, by, at)
        end_import(batch=batch, state=ImportState.PUBLISHED, by=by, at=at)
        jobs.finish(batch.job, report)


def _published(batch: ImportBatch, job: Job, of_session: bool, by: Actor, at: datetime) -> dict[str, Any]:
    chosen: dict[str, Any] = {"brand_ids": batch.brand_ids, "removes_missing": batch.removes_missing}
    if batch.kind == ImportKind.PRICES:
        version = publish_price_version(batch=batch, **chosen, of_session=of_session, by=by, at=at)
        return version.report if version else {}
    if batch.kind == ImportKind.COSTS:
        return publish_costs(batch=batch, **chosen, by=by, at=at)
    return KINDS[ImportKind(batch.kind)].publish(batch=batch, **chosen, by=by, at=at, note=_noting(job, at))


def _without_brands(report: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in report.items() if name != "brands"}


def _compared(batch: ImportBatch, job: Job, by: Actor, at: datetime, *, keeps_all: bool) -> dict[str, Any]:
    layout = Layout.from_json(batch.layout)
    path = file_path(batch.file)
    if batch.kind in IN_SQL:
        rows = load_raw(path, layout, _noting(job, at))
        jobs.advance(job, rows, 0, total=rows)
        return compare_prices(batch, layout, rows, keeps_all=keeps_all, by=by, at=at)
    with open_table(path, layout.sheet) as table:
        note = _noting(job, at, table.expected)
        note(0, 0)
        return KINDS[ImportKind(batch.kind)].compare(batch, table.rows, layout, note)


def _noting(job: Job, at: datetime, expected: Callable[[int], int | None] = lambda _done: None) -> Callable[..., None]:
    """Notes progress. Told of no row yet, the clock starts anew: until here a workbook was parsed."""
    started = time.monotonic()

    def note(done: int, bad: int, total: int | None = None) -> None:
        if not done:
            jobs.begin(job, at + timedelta(seconds=time.monotonic() - started))
        jobs.advance(job, done, bad, total or expected(done))

    return note


@contextmanager
def _told(batch: ImportBatch, job: Job, by: Actor, at: datetime) -> Iterator[None]:
    """Notes how the work ends, a refusal in the language of who asked for it."""
    jobs.begin(job, at)
    asked = staff_or(job.owner_uid or batch.author_uid, by).user
    with translation.override(asked.language if asked else translation.get_language()):
        try:
            yield
        except JobCancelled:
            end_import(batch=batch, state=ImportState.CANCELLED, by=by, at=at)
        except RuleBroken as refusal:
            jobs.fail(job, str(refusal))
            end_import(batch=batch, state=ImportState.FAILED, error=str(refusal), by=by, at=at)
