"""Compare a sheet of a company's own codes with those that it has."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken
from catalog.imports.compare_rows import Comparison, Note, Report
from catalog.models import ImportBatch, ImportRow
from catalog.rows.own_codes import own_code_rows
from catalog.rows.said import Places

_INSERT = """
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, brand, article, reason, said,
                                   detail)
    SELECT %(batch)s, row.line,
           CASE WHEN row.verdict <> '' THEN row.verdict
                WHEN known.id IS NULL THEN 'new'
                WHEN known.own_code <> row.detail ->> 'becomes' THEN 'changed'
                ELSE 'same' END,
           0, row.product_id, coalesce(product.brand_id, row.brand_id),
           CASE WHEN row.product_id IS NULL THEN row.brand END, CASE WHEN row.product_id IS NULL THEN row.article END,
           nullif(row.reason, ''), nullif(row.said, ''),
           CASE WHEN known.id IS NULL THEN row.detail
                ELSE row.detail || jsonb_build_object('was', known.own_code) END
      FROM kind_found AS row
      LEFT JOIN catalog_product AS product ON product.id = row.product_id
      LEFT JOIN catalog_companyproduct AS known
        ON known.company_id = %(company)s AND known.product_id = row.product_id AND known.own_code <> ''
"""
# a company may call two products by one code; more often it is a slip of the hand, so it is flagged
_SHARED = """
    WITH later AS MATERIALIZED (
        SELECT line, product_id, detail ->> 'key' AS key FROM catalog_importrow
         WHERE batch_id = %(batch)s AND verdict IN ('new', 'changed', 'same')
        UNION ALL
        SELECT NULL, known.product_id, known.key FROM catalog_companyproduct AS known
         WHERE known.company_id = %(company)s AND known.own_code <> ''
           AND NOT EXISTS (SELECT FROM catalog_importrow AS row
                            WHERE row.batch_id = %(batch)s AND row.product_id = known.product_id)
    )
    UPDATE catalog_importrow AS row SET flags = row.flags | %(shared)s
      FROM (SELECT line, count(*) OVER (PARTITION BY key) AS products FROM later) AS code
     WHERE row.batch_id = %(batch)s AND row.line = code.line AND code.products > 1
"""
_MISSING = """
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, detail)
    SELECT %(batch)s, -row_number() OVER (ORDER BY known.id), 'missing', 0, known.product_id, product.brand_id,
           jsonb_build_object('was', known.own_code)
      FROM catalog_companyproduct AS known
      JOIN catalog_product AS product ON product.id = known.product_id
     WHERE known.company_id = %(company)s AND known.own_code <> ''
       AND NOT EXISTS (SELECT FROM catalog_importrow AS row
                        WHERE row.batch_id = %(batch)s AND row.product_id = known.product_id)
"""


class CompanyNotSaid(RuleBroken):
    """Nobody knows whose codes these are."""

    message = _("Choose the company whose codes these are.")
    code = "company_not_said"


def compare_own_codes(batch: ImportBatch, rows: Iterator[tuple[int, list[str]]], layout: Places, note: Note) -> Report:
    """Writes what the sheet would change of a company's own codes; returns how many rows of which verdict.

    `detail` holds `was` and `becomes`, and the search key of the latter. One code for two products is flagged, also
    where the company has given it to another product before. Raises CompanyNotSaid, JobCancelled.
    """
    if batch.company_id is None:
        raise CompanyNotSaid
    facts = {"company": batch.company_id, "shared": ImportRow.SHARED_CODE}
    comparison = Comparison(batch, _INSERT, facts, note)
    comparison.take(own_code_rows(rows, layout))
    comparison.mark_repeated("product_id", "detail ->> 'becomes'")
    comparison.run(_SHARED)
    comparison.run(_MISSING)
    shared = ImportRow.objects.filter(batch_id=batch.pk, flags=ImportRow.SHARED_CODE).count()
    return comparison.report() | {"shared_code": shared}
