"""Compare a sheet of products with the catalogue."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from catalog.imports.compare_rows import Comparison, Note, Report
from catalog.models import ImportBatch
from catalog.queries.product_facts import FACTS, SECTIONS
from catalog.rows.products import product_rows
from catalog.rows.said import Places

MOST_NAMED = 200

# a new article that differs from a known one of its brand in case or look-alike letters alone is hardly another part
_INSERT = f"""
    {SECTIONS}, judged AS (
        SELECT row.*, product.brand_id AS own_brand_id, facts.now, row.detail -> 'becomes' AS said_facts,
               row.verdict = 'unknown' AND EXISTS (
                    SELECT FROM catalog_product AS twin
                     WHERE twin.key = row.key AND twin.brand_id = row.brand_id
                       AND translate(upper(twin.article), %(cyrillic)s, %(latin)s)
                           = translate(upper(row.article), %(cyrillic)s, %(latin)s)
               ) AS has_twin
          FROM kind_found AS row
          LEFT JOIN (catalog_product AS product JOIN section ON section.id = product.category_id)
            ON product.id = row.product_id
          LEFT JOIN LATERAL (SELECT {FACTS} AS now) AS facts ON product.id IS NOT NULL
    )
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, brand, article, reason, said,
                                   detail)
    SELECT %(batch)s, line,
           CASE WHEN verdict IN ('bad', 'doubtful') THEN verdict
                WHEN has_twin THEN 'doubtful'
                WHEN verdict = 'unknown' AND (brand = '' OR NOT said_facts ? 'name') THEN 'bad'
                WHEN verdict = 'unknown' THEN 'new'
                WHEN now @> said_facts THEN 'same'
                ELSE 'changed' END,
           0, product_id, coalesce(own_brand_id, brand_id),
           CASE WHEN product_id IS NULL THEN brand END, CASE WHEN product_id IS NULL THEN article END,
           CASE WHEN verdict <> 'unknown' OR has_twin THEN nullif(reason, '')
                WHEN brand = '' THEN 'empty_brand'
                WHEN NOT said_facts ? 'name' THEN 'nameless' END,
           nullif(said, ''),
           CASE WHEN product_id IS NULL OR reason <> '' THEN detail
                ELSE jsonb_build_object(
                    'becomes', (SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM jsonb_each(said_facts)
                                 WHERE now -> key IS DISTINCT FROM value),
                    'was', (SELECT coalesce(jsonb_object_agg(key, now -> key), '{{}}') FROM jsonb_each(said_facts)
                             WHERE now ? key AND now -> key IS DISTINCT FROM value)) END
      FROM judged
"""
_MISSING = """
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id)
    SELECT %(batch)s, -row_number() OVER (ORDER BY product.id), 'missing', 0, product.id, product.brand_id
      FROM catalog_product AS product
     WHERE product.is_on_sale
       AND product.brand_id IN (SELECT brand_id FROM catalog_importrow
                                 WHERE batch_id = %(batch)s AND product_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM catalog_importrow AS row
                        WHERE row.batch_id = %(batch)s AND row.product_id = product.id)
"""
_NEW_BRANDS = """
    SELECT min(brand) FROM catalog_importrow
     WHERE batch_id = %(batch)s AND verdict = 'new' AND brand_id IS NULL GROUP BY lower(brand) ORDER BY 1
"""
_NEW_CATEGORIES = f"""
    {SECTIONS}
    SELECT DISTINCT detail -> 'becomes' ->> 'category' FROM catalog_importrow
     WHERE batch_id = %(batch)s AND verdict IN ('new', 'changed') AND detail -> 'becomes' ? 'category'
       AND detail -> 'becomes' ->> 'category' NOT IN (SELECT path FROM section)
     ORDER BY 1
"""


def compare_products(batch: ImportBatch, rows: Iterator[tuple[int, list[str]]], layout: Places, note: Note) -> Report:
    """Writes which products are new and what would change of the known ones; returns how many of which verdict.

    `detail` holds `was` and `becomes` of what differs. The report names the brands and sections that publishing would
    make. Products of the file's brands that it lacks are missing. Raises JobCancelled.
    """
    letters = {"cyrillic": "ЁАВЕКМНОРСТУХ", "latin": "EABEKMHOPCTYX"}
    comparison = Comparison(batch, _INSERT, letters, note)
    comparison.take(product_rows(rows, layout))
    comparison.mark_repeated("product_id, lower(brand), article", "(detail -> 'becomes')::text")
    comparison.run(_MISSING)
    return (
        comparison.report()
        | _named("new_brands", _NEW_BRANDS, batch)
        | _named("new_categories", _NEW_CATEGORIES, batch)
    )


def _named(what: str, query: str, batch: ImportBatch) -> dict[str, Any]:
    """The first of the names, and how many there are in all."""
    with connection.cursor() as cursor:
        cursor.execute(query, {"batch": batch.pk})
        names = [name for (name,) in cursor.fetchall()]
    return {what: names[:MOST_NAMED], f"{what}_count": len(names)}
