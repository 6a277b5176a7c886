"""What the comparison of every kind of sheet shares: rows staged in chunks, products found, repeats and counts."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection

from accounts.actors import SYSTEM
from b2b_portal.core.change import change
from catalog.articles import search_key
from catalog.enums import Verdict
from catalog.models import Brand, ImportBatch
from catalog.rows.said import Said

CHUNK_ROWS = 10_000
MOST_BRANDS = 500
CHANGES = ("new", "up", "down", "changed")
TAKEN = (*CHANGES, "same")
_COUNTED_AS = {"same": "unchanged"}  # what the report calls it
Note = Callable[[int, int], None]  # rows read so far, those of them that cannot be taken; raises JobCancelled
Report = dict[str, Any]

_TABLES = """
    CREATE TEMP TABLE IF NOT EXISTS kind_row (
        line int, brand text, article text, key text, brand_id bigint, becomes int, reason text, said text, detail jsonb
    );
    CREATE TEMP TABLE IF NOT EXISTS kind_found (
        line int, brand text, article text, key text, brand_id bigint, becomes int, reason text, said text,
        detail jsonb, product_id bigint, verdict text
    );
    TRUNCATE kind_row, kind_found;
    SET LOCAL synchronous_commit = off; -- a crash costs a second reading
"""
_COPY = "COPY kind_row FROM STDIN"
# without a brand an article counts where one brand alone has it; keys find candidates, only the printed article names
_FIND = """
    INSERT INTO kind_found
    SELECT row.line, row.brand, row.article, row.key, coalesce(row.brand_id, brandless.brand_id), row.becomes,
           row.reason, row.said, row.detail, coalesce(own.id, brandless.id),
           CASE WHEN row.reason <> '' THEN 'bad'
                WHEN coalesce(own.id, brandless.id) IS NOT NULL THEN ''
                WHEN brandless.brands > 1 THEN 'doubtful'
                ELSE 'unknown' END
      FROM kind_row AS row
      LEFT JOIN catalog_product AS own ON own.brand_id = row.brand_id AND own.article = row.article
      LEFT JOIN LATERAL (
           SELECT count(*) AS brands,
                  CASE WHEN count(*) = 1 THEN min(product.id) END AS id,
                  CASE WHEN count(*) = 1 THEN min(product.brand_id) END AS brand_id
             FROM catalog_product AS product WHERE product.key = row.key AND product.article = row.article
           ) AS brandless ON row.brand = ''
"""
_BAD = "SELECT count(*) FROM kind_found WHERE verdict IN ('bad', 'unknown', 'doubtful')"
# of rows that speak of one thing the first counts if all say the same, else none; `said` is the line of another one
_REPEATED = """
    UPDATE catalog_importrow AS row
       SET verdict = 'repeated', flags = 0, reason = CASE WHEN twin.is_one THEN 'twin' ELSE 'contradiction' END,
           said = CASE WHEN twin.line = twin.first THEN twin.last ELSE twin.first END::text
      FROM (
           SELECT line, min(line) OVER same AS first, max(line) OVER same AS last,
                  min({{content}}) OVER same = max({{content}}) OVER same AS is_one
             FROM catalog_importrow
            WHERE batch_id = %(batch)s AND line > 0 AND ({{content}}) IS NOT NULL AND verdict IN ({verdicts})
           WINDOW same AS (PARTITION BY {{identity}})
           ) AS twin
     WHERE row.batch_id = %(batch)s AND row.line = twin.line AND twin.first <> twin.last
       AND ({{counts}} OR NOT twin.is_one)
""".format(verdicts=", ".join(f"'{verdict}'" for verdict in TAKEN))
_FORGET = "DELETE FROM catalog_importrow WHERE batch_id = %(batch)s"
_COUNTS = """
    SELECT brand_id, verdict, count(*), coalesce(sum(was), 0), coalesce(sum(becomes), 0)
      FROM catalog_importrow WHERE batch_id = %s GROUP BY brand_id, verdict
"""


class Comparison:
    """One run over the rows of a batch. Each chunk is a transaction of its own; a new run forgets the last one's rows.

    `insert` is the kind's statement from kind_found to catalog_importrow with the parameters `facts`.
    """

    def __init__(self, batch: ImportBatch, insert: str, facts: Mapping[str, Any], note: Note) -> None:
        self.batch, self.note = batch, note
        self._insert, self.facts = insert, {**facts, "batch": batch.pk}
        self._brands = _brands()
        self._read = self._bad = self._skipped = 0
        self.run(_FORGET)

    def take(self, rows: Iterable[Said | None]) -> None:
        """Stages and judges all rows. Raises JobCancelled between two chunks."""
        coming = iter(rows)
        while chunk := list(islice(coming, CHUNK_ROWS)):
            said = [row for row in chunk if row is not None]
            self._skipped += len(chunk) - len(said)
            with change(SYSTEM, self.batch.created_at):
                self._bad += self._judge(said)
            self._read += len(said)
            self.note(self._read, self._bad)

    def _judge(self, said: Iterable[Said]) -> int:
        """Writes what the rows would change; how many of them cannot be taken."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLES)
            _copy(cursor, self._lines(said))
            cursor.execute("ANALYZE kind_row (line, brand_id, article, key)")
            cursor.execute(_FIND)
            cursor.execute("ANALYZE kind_found (line, product_id, verdict)")
            cursor.execute(self._insert, self.facts)
            cursor.execute(_BAD)
            return int(cursor.fetchone()[0])

    def run(self, statement: str) -> None:
        """Runs one more statement over the rows of the batch in a transaction of its own."""
        with change(SYSTEM, self.batch.created_at), connection.cursor() as cursor:
            cursor.execute(statement, self.facts)

    def mark_repeated(self, identity: str, content: str, *, allows_twins: bool = False) -> None:
        """Marks rows whose SQL `identity` another row has; twins, alike in `content`, may be allowed."""
        counts = "false" if allows_twins else "twin.line <> twin.first"
        self.run(_REPEATED.format(identity=identity, content=content, counts=counts))

    def report(self) -> Report:
        """What was found: rows = valid + invalid; valid = all but bad and repeated; those skipped are no rows.

        `brands` has the known brands with what changes in them, most first.
        """
        counts: Counter[str] = Counter()
        brands: dict[int, dict[str, Any]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [self.batch.pk])
            for brand_id, verdict, rows, was, becomes in cursor.fetchall():
                counts[verdict] += rows
                if verdict in TAKEN and brand_id is not None:
                    _add(brands.setdefault(brand_id, _no_change(brand_id)), verdict, rows, was, becomes)
        invalid = counts["bad"] + counts["repeated"]
        valid = counts.total() - counts["missing"] - invalid
        told = {_COUNTED_AS.get(verdict, verdict): counts[verdict] for verdict in Verdict.values}
        return {
            "rows": valid + invalid,
            "valid": valid,
            "invalid": invalid,
            **told,
            "skipped": self._skipped,
            "brands": _named(brands),
        }

    def _lines(self, said: Iterable[Said]) -> Iterator[tuple[Any, ...]]:
        for row in said:
            detail = json.dumps(row.detail, ensure_ascii=False)
            key = search_key(row.article)
            brand_id = self._brands.get(row.brand) or self._brands.get(row.brand.lower())
            yield row.line, row.brand, row.article, key, brand_id, row.becomes, row.reason, row.said, detail


def _copy(cursor: Any, lines: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(_COPY) as copy:
        for line in lines:
            copy.write_row(line)


def _brands() -> dict[str, int]:
    """Ids by the name as it is printed and, where no other is printed so, by its small letters."""
    names = list(Brand.objects.order_by("-pk").values_list("name", "pk"))
    return {**{name.lower(): pk for name, pk in names}, **dict(names)}


def _no_change(brand_id: int) -> dict[str, Any]:
    counts = {_COUNTED_AS.get(verdict, verdict): 0 for verdict in TAKEN}
    return {"id": brand_id, **counts, "was": Decimal(0), "becomes": Decimal(0)}


def _add(brand: dict[str, Any], verdict: str, rows: int, was: Decimal, becomes: Decimal) -> None:
    brand[_COUNTED_AS.get(verdict, verdict)] += rows
    if verdict in {"up", "down"}:
        brand["was"] += was
        brand["becomes"] += becomes


def _named(brands: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The brands with most changed rows by name, their sums as texts."""
    ordered = sorted(brands.values(), key=lambda one: (-sum(one[name] for name in CHANGES), one["id"]))[:MOST_BRANDS]
    names = dict(Brand.objects.filter(pk__in=[one["id"] for one in ordered]).values_list("pk", "name"))
    return [
        {**one, "name": names[one["id"]], "was": str(one["was"]), "becomes": str(one["becomes"])} for one in ordered
    ]
