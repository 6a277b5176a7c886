"""Set what products cost us, by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.keep_floors import keep_floors
from catalog.models import Product

_MERGE = """
    MERGE INTO catalog_cost AS cost
    USING (SELECT * FROM unnest(%(products)s::bigint[], %(costs)s::numeric[]) AS said (product_id, unit_net)
            ORDER BY product_id) AS said
       ON cost.product_id = said.product_id
     WHEN MATCHED AND cost.unit_net <> said.unit_net THEN UPDATE SET unit_net = said.unit_net, changed_at = %(at)s
     WHEN NOT MATCHED THEN INSERT (product_id, unit_net, changed_at) VALUES (said.product_id, said.unit_net, %(at)s)
"""


@dataclass(frozen=True)
class NewCost:
    """What one sales unit costs us, in roubles without VAT."""

    product: Product
    unit_net: Decimal


def set_costs(*, costs: Sequence[NewCost], by: Actor, at: datetime) -> int:
    """Writes the costs that differ, and the lowest prices of computed lists after them; returns how many differed.

    Of two costs of one product the last one counts. Raises StaffOnly for anybody but staff.
    """
    require_staff(by)
    wanted = {cost.product.pk: cost.unit_net for cost in costs}
    with change(by, at):
        with connection.cursor() as cursor:
            cursor.execute(_MERGE, {"products": list(wanted), "costs": list(wanted.values()), "at": at})
            changed: int = cursor.rowcount
        keep_floors(product_ids=list(wanted))
    return changed
