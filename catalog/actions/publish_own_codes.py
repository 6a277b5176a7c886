"""Publish a compared sheet of a company's own codes."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.models import ImportBatch

Note = Callable[[int, int], None]

_LOCK = """
    SELECT id FROM catalog_companyproduct WHERE company_id = %(company)s ORDER BY id FOR UPDATE
"""
_CHOSEN = """
    row.batch_id = %(batch)s AND (%(all_brands)s OR row.brand_id = ANY(%(brands)s))
"""
_ADD = f"""
    INSERT INTO catalog_companyproduct AS known (company_id, product_id, own_code, key)
    SELECT %(company)s, product_id, detail ->> 'becomes', detail ->> 'key' FROM catalog_importrow AS row
     WHERE {_CHOSEN} AND verdict = 'new' ORDER BY product_id
        ON CONFLICT (company_id, product_id) DO UPDATE SET own_code = excluded.own_code, key = excluded.key
     WHERE known.own_code = ''
"""
_CHANGE = f"""
    UPDATE catalog_companyproduct AS known SET own_code = row.detail ->> 'becomes', key = row.detail ->> 'key'
      FROM catalog_importrow AS row
     WHERE {_CHOSEN} AND row.verdict = 'changed' AND known.company_id = %(company)s
       AND known.product_id = row.product_id AND known.own_code = row.detail ->> 'was'
"""
_REFUSE = f"""
    UPDATE catalog_importrow AS row SET verdict = 'bad', reason = 'changed_meanwhile',
           said = nullif(now.own_code, '')
      FROM catalog_importrow AS same
      LEFT JOIN catalog_companyproduct AS now
        ON now.company_id = %(company)s AND now.product_id = same.product_id
     WHERE {_CHOSEN} AND row.verdict IN ('new', 'changed') AND same.batch_id = row.batch_id AND same.line = row.line
       AND now.own_code IS DISTINCT FROM row.detail ->> 'becomes'
"""
_FORGET = f"""
    UPDATE catalog_companyproduct AS known SET own_code = '', key = '' FROM catalog_importrow AS row
     WHERE {_CHOSEN} AND row.verdict = 'missing' AND known.company_id = %(company)s
       AND known.product_id = row.product_id AND known.own_code = row.detail ->> 'was'
"""
_CLEAN = """
    DELETE FROM catalog_companyproduct
     WHERE company_id = %(company)s AND own_code = '' AND last_bought_at IS NULL
"""


def publish_own_codes(
    *, batch: ImportBatch, brand_ids: Collection[int], removes_missing: bool, by: Actor, at: datetime, note: Note
) -> dict[str, Any]:
    """Gives the company's products the codes of the sheet, all at once; returns how many codes changed.

    A code that the company itself has set or changed after the comparison stays, and its row is refused and marked so.
    Locks: the company, its codes. Raises StaffOnly, JobCancelled.
    """
    require_staff(by)
    assert batch.company
    facts = {
        "batch": batch.pk,
        "company": batch.company_id,
        "brands": list(brand_ids),
        "all_brands": not brand_ids,
    }
    steps = {"added": _ADD, "changed": _CHANGE, "refused": _REFUSE}
    if removes_missing:
        steps["removed"] = _FORGET
    note(0, 0)
    report = {"removed": 0}
    with change(by, at), connection.cursor() as cursor:
        lock_company(batch.company)  # the company's orders write the same rows
        cursor.execute(_LOCK, facts)
        for name, statement in steps.items():
            cursor.execute(statement, facts)
            report[name] = cursor.rowcount
        cursor.execute(_CLEAN, facts)
    return report
