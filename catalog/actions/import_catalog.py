"""Import a supplier's feed."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.jobs import JobCancelled, advance, fail, finish, open_job
from catalog.actions.import_catalog_offer_lane import ChangedOffers, OfferLane, Offers
from catalog.actions.import_catalog_prices import PriceVersion, feed_price_list, set_rate
from catalog.actions.import_catalog_products import save_products
from catalog.actions.import_catalog_staging import CategoryTree, copy_text, open_staging, stage_rows, staged_offers
from catalog.enums import AttributeKind
from catalog.feed import Feed, FeedRow, Reason, RefusedRow
from catalog.models import Attribute, Supplier, Warehouse

JOB_KIND = "import_catalog"
PACKAGE = "package"  # the one attribute that a feed tells of a product
CHUNK_ROWS = 5_000
MOST_PROBLEMS = 5_000
_ONE_AT_A_TIME = 7_302_026  # key of the advisory lock

_COUNTS = """
    SELECT CASE WHEN verdict = 'known' AND NOT governs THEN 'unchanged' ELSE verdict END AS outcome, count(*)
      FROM feed_row WHERE NOT (verdict = 'known' AND governs) GROUP BY outcome
"""
_KNOWN = """
    SELECT product_id, product_id IN (SELECT product_id FROM feed_touched) FROM feed_row
     WHERE verdict = 'known' AND governs
"""
_PROBLEMS = """
    SELECT line, verdict, concat_ws(' ', brand, article, code) FROM feed_row WHERE verdict = ANY(%s) ORDER BY line
"""


class ImportRunning(RuleBroken):
    """Another import is at work."""

    message = _("Another import is running; start this one when it is over.")
    code = "import_running"


@dataclass
class ImportReport:
    """What became of the rows: rows == created + updated + unchanged + second_codes + refused."""

    job: str = ""
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    second_codes: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    prices_changed: int = 0
    stock_changed: int = 0
    is_cancelled: bool = False
    problems: list[RefusedRow] = field(default_factory=list)

    def refuse(self, rows: Iterable[RefusedRow]) -> None:
        """Counts refused rows and keeps the first of them with their lines."""
        for row in rows:
            self.refused += 1
            self.reasons[row.reason.value] += 1
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(row)

    def as_json(self) -> dict[str, object]:
        """Plain figures for the job and for --json; the lines of bad rows are listed apart."""
        facts = {name: value for name, value in vars(self).items() if name not in {"problems", "reasons"}}
        return {**facts, "reasons": dict(sorted(self.reasons.items()))}


def import_catalog(
    *,
    feed: Feed,
    rows: Iterable[FeedRow | RefusedRow],
    warehouse: str,
    source_name: str,
    rate: Decimal | None,
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Brings products, supplier's codes, prices and stock to what the feed says, chunk by chunk.

    A chunk is two transactions: its products and codes, then its prices and stock on a connection of their own.
    Progress stands on a job row; asking it to stop ends the run between two chunks, and what went in stays. A second
    run of the same rows writes nothing. Locks: one import at a time; stock rows by primary key. Raises ImportRunning
    and RateMissing before the first row; whatever `rows` raises ends the job as failed and goes on to the caller.
    """
    with _one_at_a_time(), _quick_turns():
        run = _Run(feed, warehouse, source_name, rate, by, at)
        try:
            with OfferLane(run.version, run.warehouse, by, at) as lane:
                run.save_all(rows, lane)
        except Exception as error:
            fail(run.job, str(error), run.report.as_json())
            raise
        run.report.problems.sort(key=lambda row: row.line)
        finish(run.job, run.report.as_json())
        return run.report


class _Run:
    """One run of an import: what stays the same from chunk to chunk."""

    def __init__(
        self, feed: Feed, warehouse: str, source_name: str, rate: Decimal | None, by: Actor, at: datetime
    ) -> None:
        self.feed, self.by, self.at = feed, by, at
        with change(by, at):
            set_rate(feed.currency, rate, at)
            Attribute.objects.get_or_create(
                category=None, name=PACKAGE, defaults={"code": PACKAGE, "kind": AttributeKind.CHOICE}
            )
            self.supplier = _supplier(feed)
            self.warehouse = Warehouse.objects.get_or_create(code=warehouse, defaults={"name": _name(warehouse)})[0]
            self.version = PriceVersion(feed_price_list(feed), source_name, by, at)
        self.job = open_job(JOB_KIND, by.user_uid, None, at)
        self.report = ImportReport(job=str(self.job.uid))
        self.categories = CategoryTree()
        self.offers: Future[ChangedOffers] | None = None
        self.known: dict[int, bool] = {}
        self.coming: dict[int, bool] = {}
        open_staging()

    def save_all(self, rows: Iterable[FeedRow | RefusedRow], lane: OfferLane) -> None:
        """Writes chunk by chunk until the rows end or the job is asked to stop; offers follow one behind."""
        for chunk in _chunks(rows):
            offers = self.save(chunk)
            self.settle()
            if offers:
                self.offers = lane.take(offers)
            if self.report.is_cancelled:
                break
        self.settle()

    def save(self, chunk: "_Chunk") -> Offers:
        """Writes one chunk's products and codes, and the job's progress. Returns its prices and stock."""
        offers: Offers = []
        with change(self.by, self.at):
            if chunk.text:
                stage_rows(chunk.text, chunk.paths, self.feed, self.supplier, self.categories)
                save_products(self.supplier)
                offers = staged_offers()
            known = self._count() if chunk.text else {}
        self.report.refuse(chunk.refused)
        self.report.rows += chunk.rows
        self.coming = known
        try:
            advance(self.job, self.report.rows, self.report.refused)
        except JobCancelled:
            self.report.is_cancelled = True
        return offers

    def settle(self) -> None:
        """Waits for the offers under way; with them it is clear which known products changed."""
        if self.offers:
            changed = self.offers.result()
            self.report.prices_changed += changed.prices
            self.report.stock_changed += changed.balances
            updated = sum(is_touched or pk in changed.product_ids for pk, is_touched in self.known.items())
            self.report.updated += updated
            self.report.unchanged += len(self.known) - updated
        self.offers, self.known, self.coming = None, self.coming, {}

    def _count(self) -> dict[int, bool]:
        """Counts what is clear already. Returns the known products: id -> is anything but price and stock new."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS)
            counts = dict(cursor.fetchall())
            cursor.execute(_KNOWN)
            known = dict(cursor.fetchall())
            cursor.execute(_PROBLEMS, [list(Reason)])
            problems = [RefusedRow(line, Reason(verdict), text) for line, verdict, text in cursor.fetchall()]
        self.report.created += counts.get("created", 0)
        self.report.unchanged += counts.get("unchanged", 0)
        self.report.second_codes += counts.get("second_code", 0)
        self.report.refuse(problems)
        return known


@dataclass(frozen=True)
class _Chunk:
    """Some rows, ready to be copied into the database."""

    rows: int
    text: str
    paths: set[tuple[str, ...]]
    refused: list[RefusedRow]


def _chunks(rows: Iterable[FeedRow | RefusedRow]) -> Iterator[_Chunk]:
    """Cuts rows into chunks; the next one is read and checked while the database writes the last."""
    remaining = iter(rows)
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(_next_chunk, remaining)
        while (chunk := coming.result()).rows:
            coming = reader.submit(_next_chunk, remaining)
            yield chunk


def _next_chunk(remaining: Iterator[FeedRow | RefusedRow]) -> _Chunk:
    rows = list(islice(remaining, CHUNK_ROWS))
    good = [row for row in rows if isinstance(row, FeedRow)]
    refused = [row for row in rows if isinstance(row, RefusedRow)]
    return _Chunk(len(rows), copy_text(good), {row.category for row in good}, refused)


def _supplier(feed: Feed) -> Supplier | None:
    if not feed.has_codes:
        return None
    return Supplier.objects.get_or_create(code=feed.name, defaults={"name": feed.supplier_name})[0]


def _name(warehouse: str) -> str:
    return "Основной" if warehouse == "main" else warehouse


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Lets the threads that wait for the database have the interpreter at once when it answers.

    The reading thread computes all the time and would keep it for five milliseconds after each of their statements.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0003)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Holds the connection's advisory lock for the whole run, over all its transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise ImportRunning()
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])
