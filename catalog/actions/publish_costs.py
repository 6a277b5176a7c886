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

_MERGE = """
    MERGE INTO catalog_cost AS cost
    USING (SELECT product_id, becomes FROM catalog_importrow
            WHERE batch_id = %(batch)s AND verdict IN ('new', 'up', 'down')
              AND (%(brands)s::bigint[] IS NULL OR brand_id = ANY(%(brands)s))) AS said
       ON cost.product_id = said.product_id
     WHEN MATCHED AND cost.unit_net <> said.becomes THEN UPDATE SET unit_net = said.becomes, changed_at = %(at)s
     WHEN NOT MATCHED THEN INSERT (product_id, unit_net, changed_at) VALUES (said.product_id, said.becomes, %(at)s)
"""


def publish_costs(
    *, batch: ImportBatch, brand_ids: Sequence[int] = (), removes_missing: bool = False, by: Actor, at: datetime
) -> dict[str, Any]:
    """Brings costs to what the compared file says, and the lowest prices of computed lists after them.

    A cost that the file lacks stays whatever is asked: what was bought keeps its cost. Returns {"changed": rows}.
    Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at), connection.cursor() as cursor:
        allow_long_work()
        cursor.execute(_MERGE, {"batch": batch.pk, "brands": list(brand_ids) or None, "at": at})
        changed = cursor.rowcount
        keep_floors()
    return {"changed": changed}
