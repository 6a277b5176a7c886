"""Publish a compared sheet of products."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.save_products import ProductFacts, SaidProduct, save_products
from catalog.models import Category, ImportBatch
from catalog.queries.product_facts import FACTS, SECTIONS
from catalog.rows.products import ATTRIBUTE, NO_CATEGORY, SEPARATOR

CHUNK_ROWS = 1_000
Note = Callable[[int, int], None]

_CHOSEN = """
    row.batch_id = %(batch)s AND (%(all_brands)s OR row.brand_id = ANY(%(brands)s))
    AND (row.verdict IN ('new', 'changed') OR row.verdict = 'missing' AND %(removes_missing)s)
"""
_BRANDS = f"""
    INSERT INTO catalog_brand (name)
    SELECT min(row.brand) FROM catalog_importrow AS row
     WHERE {_CHOSEN} AND row.brand_id IS NULL
       AND NOT EXISTS (SELECT FROM catalog_brand AS known WHERE lower(known.name) = lower(row.brand))
     GROUP BY lower(row.brand) ORDER BY 1
        ON CONFLICT (name) DO NOTHING
"""
_NAME_BRANDS = """
    UPDATE catalog_importrow AS row SET brand_id = brand.id
      FROM (SELECT min(id) AS id, lower(name) AS name FROM catalog_brand GROUP BY lower(name)) AS brand
     WHERE row.batch_id = %(batch)s AND row.verdict = 'new' AND row.brand_id IS NULL AND brand.name = lower(row.brand)
"""
_CATEGORIES = f"""
    SELECT DISTINCT row.detail -> 'becomes' ->> 'category' FROM catalog_importrow AS row
     WHERE {_CHOSEN} AND row.detail -> 'becomes' ? 'category'
"""
_LINES = f"SELECT row.line FROM catalog_importrow AS row WHERE {_CHOSEN} ORDER BY row.line"
_LOCK = """
    SELECT id FROM catalog_product
     WHERE id IN (SELECT product_id FROM catalog_importrow WHERE batch_id = %(batch)s AND line = ANY(%(lines)s))
     ORDER BY id FOR NO KEY UPDATE
"""
# what is there already was written by an earlier run; what is neither as compared nor as wanted has changed meanwhile
_ROWS = f"""
    {SECTIONS}
    SELECT row.line, brand.name, coalesce(product.article, row.article), row.detail -> 'becomes',
           CASE WHEN product.id IS NULL THEN 'make'
                WHEN row.verdict = 'missing' THEN CASE WHEN product.is_on_sale THEN 'retire' ELSE 'done' END
                WHEN facts.now @> (row.detail -> 'becomes') THEN 'done'
                WHEN row.verdict = 'changed' AND facts.now @> (row.detail -> 'was') THEN 'change'
                ELSE 'refuse' END
      FROM catalog_importrow AS row
      JOIN catalog_brand AS brand ON brand.id = row.brand_id
      LEFT JOIN LATERAL (
           SELECT * FROM catalog_product WHERE id = row.product_id
           UNION ALL
           SELECT * FROM catalog_product
            WHERE row.product_id IS NULL AND brand_id = row.brand_id AND article = row.article
           ) AS product ON true
      LEFT JOIN section ON section.id = product.category_id
      LEFT JOIN LATERAL (SELECT {FACTS} AS now) AS facts ON product.id IS NOT NULL
     WHERE row.batch_id = %(batch)s AND row.line = ANY(%(lines)s)
     ORDER BY row.line
"""
_REFUSE = """
    UPDATE catalog_importrow SET verdict = 'bad', reason = 'changed_meanwhile'
     WHERE batch_id = %(batch)s AND line = ANY(%(refused)s)
"""


@dataclass
class _Run:
    """What stays the same from chunk to chunk."""

    facts: dict[str, Any]
    by: Actor
    at: datetime
    categories: dict[str, Category] = field(default_factory=dict)


def publish_products(
    *, batch: ImportBatch, brand_ids: Collection[int], removes_missing: bool, by: Actor, at: datetime, note: Note
) -> dict[str, Any]:
    """Makes the new products with their brands and sections and changes the known ones; missing ones leave the sale.

    A product that was changed after the comparison stays as it is, and its row is refused and marked so. Works chunk by
    chunk, each a transaction: a second run writes what the first did not. Returns how many products were made, changed,
    taken off sale and refused. Locks: the products by primary key. Raises StaffOnly, JobCancelled.
    """
    require_staff(by)
    facts = {
        "batch": batch.pk,
        "brands": list(brand_ids),
        "all_brands": not brand_ids,
        "removes_missing": removes_missing,
    }
    run = _Run(facts, by, at)
    lines = _opened(run)
    report = {"make": 0, "change": 0, "retire": 0, "refuse": 0}
    for start in range(0, len(lines), CHUNK_ROWS):
        note(start, report["refuse"])
        written = _publish_chunk(run, lines[start : start + CHUNK_ROWS])
        report = {act: count + written.count(act) for act, count in report.items()}
    names = {"make": "made", "change": "changed", "retire": "retired", "refuse": "refused"}
    return {names[act]: count for act, count in report.items()}


def _opened(run: _Run) -> list[int]:
    """Makes the brands and sections that the rows need; the rows to publish."""
    with change(run.by, run.at), connection.cursor() as cursor:
        cursor.execute(_BRANDS, run.facts)
        cursor.execute(_NAME_BRANDS, run.facts)
        cursor.execute(_CATEGORIES, run.facts)
        run.categories = _sections({path for (path,) in cursor.fetchall()} | {NO_CATEGORY})
        cursor.execute(_LINES, run.facts)
        return [line for (line,) in cursor.fetchall()]


def _sections(paths: Iterable[str]) -> dict[str, Category]:
    """The sections of these paths, made where they are missing. Two queries per new or deep section."""
    found: dict[str, Category] = {}
    for path in sorted(paths):
        above: Category | None = None
        reached: list[str] = []
        for name in path.split(SEPARATOR):
            reached.append(name)
            place = SEPARATOR.join(reached)
            if place not in found:
                found[place] = Category.objects.get_or_create(parent=above, name=name)[0]
            above = found[place]
    return found


def _publish_chunk(run: _Run, lines: list[int]) -> list[str]:
    """Writes some rows; what became of each."""
    facts = run.facts | {"lines": lines}
    with change(run.by, run.at), connection.cursor() as cursor:
        cursor.execute(_LOCK, facts)
        cursor.execute(_ROWS, facts)
        rows = cursor.fetchall()
        said = [
            SaidProduct(brand, article, _facts(act, becomes, run.categories))
            for _line, brand, article, becomes, act in rows
            if act in {"make", "change", "retire"}
        ]
        if said:
            save_products(products=said, by=run.by, at=run.at)
        refused = [line for line, _brand, _article, _becomes, act in rows if act == "refuse"]
        cursor.execute(_REFUSE, facts | {"refused": refused})
    return [act for *_row, act in rows]


def _facts(act: str, said: str, categories: Mapping[str, Category]) -> ProductFacts:
    if act == "retire":
        return {"is_on_sale": False}
    becomes: dict[str, Any] = json.loads(said)
    facts = {name: value for name, value in becomes.items() if not name.startswith(ATTRIBUTE)}
    if "category" in facts or act == "make":
        facts["category"] = categories[facts.get("category", NO_CATEGORY)]
    if facts.get("vat_rate") is not None:
        facts["vat_rate"] = Decimal(str(facts["vat_rate"]))
    attributes = {name.removeprefix(ATTRIBUTE): text for name, text in becomes.items() if name.startswith(ATTRIBUTE)}
    return cast(ProductFacts, {**facts, "attributes": attributes})
