"""The price in SQL: one expression that chooses the row and computes it, for sums, sorting, facets and exports.

It must agree with queries/prices.py and pricing.py to the kopeck; tests/catalog/queries/test_chosen_price.py proves it.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Company

# what a list makes of a row: `computed.own`, from rows called `active` (the list's own terms), `price`, `rate`
# (roubles) and `rule` (percent, amount) before it; the order of rounding is docs/pricing.md. `div` and `mod` are exact,
# a quotient is not: ceil(price / 0.03) may be a step too low
OWN_PRICE = """
     CROSS JOIN LATERAL (
           SELECT price.unit_price * coalesce(rate.roubles, 1)
                  * CASE WHEN active.source_id IS NULL THEN 1
                         ELSE 1 + coalesce(rule.percent, active.percent) * 0.01 END
                  + CASE WHEN active.source_id IS NULL THEN 0 ELSE coalesce(rule.amount, active.amount) END AS price
           ) AS exact
     CROSS JOIN LATERAL (
           SELECT CASE WHEN active.source_id IS NULL OR active.rounding_step IS NULL THEN round(exact.price, 4)
                       ELSE active.rounding_step * CASE active.rounding
                            WHEN 'down' THEN div(exact.price, active.rounding_step)
                            WHEN 'up' THEN div(exact.price, active.rounding_step)
                                           + CASE WHEN mod(exact.price, active.rounding_step) > 0 THEN 1 ELSE 0 END
                            ELSE div(exact.price + active.rounding_step * 0.5, active.rounding_step) END
                  END AS own
           ) AS computed
"""
# joined as LATERAL to a row that has {product} (an id) and {quantity}
_CHOSEN = """
    SELECT rows_list.is_gross, greatest(computed.own, floor.unit_price) AS own
      FROM catalog_pricelist AS active
      JOIN catalog_pricelist AS rows_list ON rows_list.id = coalesce(active.source_id, active.id)
      JOIN catalog_price AS price
        ON price.price_list_id = rows_list.id AND price.product_id = {product} AND price.quantity <= {quantity}
      LEFT JOIN LATERAL (
           SELECT roubles FROM catalog_rate
            WHERE currency = rows_list.currency AND valid_from_on <= %(day)s ORDER BY valid_from_on DESC LIMIT 1
           ) AS rate ON rows_list.currency <> 'RUB'
      LEFT JOIN LATERAL (
           SELECT rule.percent, rule.amount
             FROM catalog_pricerule AS rule
             JOIN catalog_product AS sold ON sold.id = {product}
             JOIN catalog_category AS section ON section.id = sold.category_id
            WHERE rule.price_list_id = active.id
              AND (rule.brand_id IS NULL OR rule.brand_id = sold.brand_id)
              AND (rule.category_id IS NULL OR rule.category_id = ANY (section.lineage))
            ORDER BY rule.brand_id IS NULL, array_position(section.lineage, rule.category_id) DESC NULLS LAST
            LIMIT 1
           ) AS rule ON active.source_id IS NOT NULL
      LEFT JOIN catalog_pricefloor AS floor
        ON floor.product_id = {product} AND floor.price_list_id = active.id
       AND active.source_id IS NOT NULL AND active.margin_floor IS NOT NULL
{own_price}     WHERE active.valid_from <= %(at)s AND (active.valid_until IS NULL OR active.valid_until > %(at)s)
       AND (rows_list.currency = 'RUB' OR rate.roubles IS NOT NULL)
       AND computed.own > 0
       AND (active.kind = 'base' AND active.tier_id = %(tier)s
            OR active.kind IN ('contract', 'promotion') AND EXISTS (
               SELECT 1 FROM catalog_pricelist_companies AS own
                WHERE own.pricelist_id = active.id AND own.company_id = %(company)s))
     ORDER BY array_position(ARRAY['contract', 'promotion', 'base'], active.kind::text), active.priority DESC,
              active.code COLLATE "C", price.quantity DESC
     LIMIT 1
"""


def chosen_price(product: str, quantity: str) -> str:
    """SQL of a LATERAL subquery with the columns `own` (roubles, 4 decimals, in the list's sense) and `is_gross`.

    `product` and `quantity` are column names of ours, never a reader's input.
    """
    return _CHOSEN.format(product=product, quantity=quantity, own_price=OWN_PRICE)


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
