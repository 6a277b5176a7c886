"""Import a table of analogues."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.import_analogues_staging import (
    close_staging,
    count_groups,
    faulty_rows,
    open_staging,
    stage_groups,
    stage_pairs,
    stage_rows,
)
from catalog.analogue_feed import Fault, RefusedSaying, SaidRow

MOST_PROBLEMS = 1_000  # of each sort are listed with their lines

# what a person vouches for, no file takes back; a file that names no kind or difference leaves what is there
_CHANGE = """
    UPDATE catalog_analogue AS link
       SET product_id = CASE WHEN pair.kind IS NULL THEN link.product_id ELSE pair.product_id END,
           other_id = CASE WHEN pair.kind IS NULL THEN link.other_id ELSE pair.other_id END,
           kind = coalesce(pair.kind, link.kind), differs_in = coalesce(nullif(pair.differs_in, ''), link.differs_in)
      FROM analogue_pair AS pair
     WHERE {same_pair} AND {differs} AND link.vouched_at IS NULL
"""
_KEPT = "SELECT count(*) FROM analogue_pair AS pair, catalog_analogue AS link WHERE {same_pair} AND {differs}"
_SAME_PAIR = """
    least(link.product_id, link.other_id) = least(pair.product_id, pair.other_id)
    AND greatest(link.product_id, link.other_id) = greatest(pair.product_id, pair.other_id)
"""
_DIFFERS = """
    (pair.kind IS NOT NULL
     AND (pair.kind, pair.product_id, pair.other_id) IS DISTINCT FROM (link.kind, link.product_id, link.other_id)
     OR pair.differs_in NOT IN ('', link.differs_in))
"""
_LINK = """
    INSERT INTO catalog_analogue (product_id, other_id, kind, differs_in)
    SELECT product_id, other_id, coalesce(kind, 'functional'), differs_in FROM analogue_pair
     ORDER BY product_id, other_id
        ON CONFLICT DO NOTHING
"""
_DOUBT = """
    INSERT INTO catalog_analoguecandidate (article, other_article, doubt, source_name, found_at, state)
    SELECT article, other_article, doubt, %s, %s, 'waiting' FROM analogue_doubt ORDER BY article, other_article
        ON CONFLICT DO NOTHING
"""
_WAITING = """
    SELECT count(*) FROM analogue_doubt AS doubt
      JOIN catalog_analoguecandidate AS known
        ON least(known.article, known.other_article) = least(doubt.article, doubt.other_article)
       AND greatest(known.article, known.other_article) = greatest(doubt.article, doubt.other_article)
     WHERE known.state = 'waiting'
"""


@dataclass
class AnalogueReport:
    """What became of a table.

    rows == known + repeated + unknown + bad. The pairs of products that it names: linked + changed + kept + already.
    `kept`: a person vouches for something else. `review`: pairs of spellings of this table that wait for a decision,
    of which `review_new` were not on the list.
    """

    rows: int = 0
    groups: int = 0
    known: int = 0
    repeated: int = 0
    linked: int = 0
    changed: int = 0
    kept: int = 0
    already: int = 0
    review: int = 0
    review_new: int = 0
    unknown: int = 0
    bad: int = 0
    problems: list[RefusedSaying] = field(default_factory=list)

    def refuse(self, rows: Iterable[RefusedSaying]) -> None:
        """Keeps the first of them with their lines."""
        self.problems += list(rows)[: max(0, MOST_PROBLEMS - len(self.problems))]


def import_analogues(
    *,
    rows: Iterable[SaidRow | RefusedSaying],
    is_grouped: bool,
    only_equal: bool,
    source_name: str,
    by: Actor,
    at: datetime,
) -> AnalogueReport:
    """Links what a table says; nobody vouches for it. A second run of the same rows writes nothing.

    Members of a group are linked each with each as functional analogues. With `only_equal` those alone whose printed
    articles are equal; else those too whose search keys differ. Other spellings of one key go to the review list, once,
    and are linked after it was said there that they are one part. Pairs are linked as they say, the last word holds.
    Set-based: a fixed number of statements. Locks: the links as they are written, by primary keys of their products.
    """
    report = AnalogueReport()
    open_staging()
    try:
        _read(rows, report)
        with change(by, at):
            (_stage_groups(only_equal, report) if is_grouped else _stage_pairs(report))
            _write(report, source_name, at)
    finally:
        close_staging()
    report.problems.sort(key=lambda one: one.line)
    return report


def _read(rows: Iterable[SaidRow | RefusedSaying], report: AnalogueReport) -> None:
    """Copies the sound rows into the staging table and counts the others."""
    refused: list[RefusedSaying] = []
    report.rows = stage_rows(rows, refused)
    report.bad = len(refused)
    report.refuse(refused)


def _stage_groups(only_equal: bool, report: AnalogueReport) -> None:
    report.groups = count_groups()
    report.known = stage_groups(only_equal=only_equal)
    report.refuse(faulty_rows(Fault.LARGE_GROUP))
    _count(report)


def _stage_pairs(report: AnalogueReport) -> None:
    report.known = stage_pairs()
    itself = faulty_rows(Fault.ITSELF)
    report.bad += len(itself)
    report.refuse(itself)
    _count(report)


def _count(report: AnalogueReport) -> None:
    unknown = faulty_rows(Fault.UNKNOWN)
    report.unknown = len(unknown)
    report.repeated = report.rows - report.bad - report.unknown - report.known
    report.problems += unknown[:MOST_PROBLEMS]


def _write(report: AnalogueReport, source_name: str, at: datetime) -> None:
    facts = {"same_pair": _SAME_PAIR, "differs": _DIFFERS}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE.format(**facts))
        report.changed = cursor.rowcount
        cursor.execute(_KEPT.format(**facts))
        report.kept = cursor.fetchone()[0]
        cursor.execute(_LINK)
        report.linked = cursor.rowcount
        cursor.execute("SELECT count(*) FROM analogue_pair")
        report.already = cursor.fetchone()[0] - report.linked - report.changed - report.kept
        cursor.execute(_DOUBT, [source_name[:200], at])
        report.review_new = cursor.rowcount
        cursor.execute(_WAITING)
        report.review = cursor.fetchone()[0]
