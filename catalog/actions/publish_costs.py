"""Publish the costs of an import."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.long_work import allow_long_work
from catalog.actions.keep_floors import keep_floors
from catalog.models import ImportBatch

# a cost is what it was when the file was compared, or the row waits for another comparison
_SAID = """
    SELECT line, product_id, was, becomes FROM catalog_importrow
     WHERE batch_id = %(batch)s AND verdict IN ('new', 'up', 'down')
       AND (%(brands)s::bigint[] IS NULL OR brand_id = ANY(%(brands)s))
"""
_MERGE = f"""
    MERGE INTO catalog_cost AS cost USING ({_SAID}) AS said
       ON cost.product_id = said.product_id
     WHEN MATCHED AND cost.unit_net = said.was AND cost.unit_net <> said.becomes
          THEN UPDATE SET unit_net = said.becomes, changed_at = %(at)s
     WHEN NOT MATCHED AND said.was IS NULL
          THEN INSERT (product_id, unit_net, changed_at) VALUES (said.product_id, said.becomes, %(at)s)
"""
_REFUSE = f"""
    UPDATE catalog_importrow AS row
       SET verdict = 'bad', reason = 'changed_meanwhile',
           said = coalesce(trim_scale(said.was)::text, '—') || ' → ' || coalesce(trim_scale(cost.unit_net)::text, '—')
      FROM ({_SAID}) AS said
      LEFT JOIN catalog_cost AS cost ON cost.product_id = said.product_id
     WHERE row.batch_id = %(batch)s AND row.line = said.line AND cost.unit_net IS DISTINCT FROM said.becomes
"""


def publish_costs(
    *, batch: ImportBatch, brand_ids: Sequence[int] = (), removes_missing: bool = False, by: Actor, at: datetime
) -> dict[str, Any]:
    """Brings costs to what the compared file says, and the lowest prices of computed lists after them.

    A cost that somebody changed after the comparison stays, and its row is refused and marked so; what is written
    already counts as done. A cost that the file lacks stays whatever is asked: what was bought keeps its cost. Returns
    {"changed": rows, "refused": rows}. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at), connection.cursor() as cursor:
        allow_long_work()
        facts = {"batch": batch.pk, "brands": list(brand_ids) or None, "at": at}
        cursor.execute(_MERGE, facts)
        changed = cursor.rowcount
        cursor.execute(_REFUSE, facts)
        refused = cursor.rowcount
        keep_floors()
    return {"changed": changed, "refused": refused}
