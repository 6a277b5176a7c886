"""The price in SQL: one expression that chooses the row and computes it, for sums, sorting, facets and exports.

It must agree with queries/prices.py and pricing.py to the kopeck; tests/catalog/queries/test_chosen_price.py proves it.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Company

# joined as LATERAL to a row that has {product} (an id) and {quantity}; rounding as docs/pricing.md
_CHOSEN = """
    SELECT rows_list.is_gross,
           round(price.unit_price * coalesce(rate.roubles, 1) * (1 + computed.percent * 0.01), 4) AS own
      FROM catalog_pricelist AS active
      JOIN catalog_pricelist AS rows_list ON rows_list.id = coalesce(active.source_id, active.id)
     CROSS JOIN LATERAL (
           SELECT CASE WHEN active.source_id IS NULL THEN 0 ELSE active.percent END AS percent
           ) AS computed
      JOIN catalog_price AS price
        ON price.price_list_id = rows_list.id AND price.product_id = {product} AND price.quantity <= {quantity}
      LEFT JOIN LATERAL (
           SELECT roubles FROM catalog_rate
            WHERE currency = rows_list.currency AND valid_from_on <= %(day)s ORDER BY valid_from_on DESC LIMIT 1
           ) AS rate ON true
     WHERE active.valid_from <= %(at)s AND (active.valid_until IS NULL OR active.valid_until > %(at)s)
       AND (rows_list.currency = 'RUB' OR rate.roubles IS NOT NULL)
       AND (active.kind = 'base' AND active.tier_id = %(tier)s
            OR active.kind IN ('contract', 'promotion') AND EXISTS (
               SELECT 1 FROM catalog_pricelist_companies AS own
                WHERE own.pricelist_id = active.id AND own.company_id = %(company)s))
     ORDER BY array_position(ARRAY['contract', 'promotion', 'base'], active.kind::text), active.priority DESC,
              active.code, price.quantity DESC
     LIMIT 1
"""


def chosen_price(product: str, quantity: str) -> str:
    """SQL of a LATERAL subquery with the columns `own` (roubles, 4 decimals, in the list's sense) and `is_gross`.

    `product` and `quantity` are column names of ours, never a reader's input.
    """
    return _CHOSEN.format(product=product, quantity=quantity)


def line_gross(quantity: str, vat_rate: str) -> str:
    """SQL of a line's sum with VAT from `chosen.own` and `chosen.is_gross`: the arithmetic of money.line_amounts."""
    sum_own = f"round(chosen.own * {quantity}, 2)"
    return (
        f"CASE WHEN chosen.is_gross THEN {sum_own} ELSE {sum_own} + round({sum_own} * coalesce({vat_rate}, 0), 2) END"
    )


def price_parameters(company: Company, at: datetime) -> dict[str, Any]:
    """The parameters that chosen_price() needs."""
    day = timezone.localdate(at, timezone.get_default_timezone())
    return {"company": company.pk, "tier": company.tier_id, "at": at, "day": day}
