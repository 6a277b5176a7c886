"""The asking company's price of many search rows at once, for facets and sorting: SQL made for its lists in force.

chosen_price.py finds a company's lists anew for each row, which is right for a cart and slow for a hundred thousand
goods; here they are known, so each list is one look-up, made only where a better list has no price. Both must agree
with queries/prices.py; tests/catalog/queries/test_row_prices.py proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.pricing import Formula, Rule
from catalog.queries.chosen_price import OWN_PRICE
from catalog.queries.prices import ActiveList

_LIST = """
      LEFT JOIN LATERAL (
           SELECT {floored} AS own
             FROM catalog_price AS price
            CROSS JOIN (SELECT %(roubles_{n})s::numeric AS roubles) AS rate
            CROSS JOIN (SELECT {computes} AS source_id, %(percent_{n})s::numeric AS percent,
                               %(amount_{n})s::numeric AS amount, %(step_{n})s::numeric AS rounding_step,
                               %(rounding_{n})s::text AS rounding) AS active
            CROSS JOIN LATERAL ({rule}) AS rule
            {own_price}
            {floor}
            WHERE {earlier} price.price_list_id = %(rows_{n})s AND price.product_id = row.product_id
              AND price.quantity <= row.smallest_order AND computed.own > 0
            ORDER BY price.quantity DESC LIMIT 1
           ) AS own_{n} ON true
"""
_FLOOR = """
            LEFT JOIN catalog_pricefloor AS floor
              ON floor.product_id = row.product_id AND floor.price_list_id = %(list_{n})s
"""
_NO_RULE = "SELECT NULL::numeric AS percent, NULL::numeric AS amount"
_RULE = "SELECT CASE {percents} END AS percent, CASE {amounts} END AS amount"
_BELOW = "row.category_id = ANY (ARRAY(SELECT id FROM catalog_category WHERE %({name})s = ANY (lineage)))"


@dataclass(frozen=True)
class RowPrices:
    """What joins to rows called `row` (a search row), and the price of one unit with VAT there; NULL where none is."""

    joins: str
    unit_gross: str
    parameters: dict[str, Any]


def row_prices(lists: Sequence[ActiveList], depths: dict[int, int]) -> RowPrices:
    """SQL of the price of the smallest order by lists, best first, as prices.lists_for() gives them.

    `depths` says how deep each section of a rule lies, the root at 1: the deeper rule decides.
    """
    joins, cases = [], []
    parameters: dict[str, Any] = {}
    for n, one in enumerate(lists):
        rule, said = _rule(n, one.rules, depths)
        formula = one.formula or Formula()
        joins.append(
            _LIST.format(
                n=n,
                floored="greatest(computed.own, floor.unit_price)" if one.has_floors else "computed.own",
                computes="1" if one.formula else "NULL::int",
                rule=rule,
                own_price=OWN_PRICE,
                floor=_FLOOR.format(n=n) if one.has_floors else "",
                earlier="".join(f"own_{earlier}.own IS NULL AND " for earlier in range(n)),
            )
        )
        gross = f"own_{n}.own" if one.is_gross else f"round(own_{n}.own * (1 + coalesce(row.vat_rate, 0)), 4)"
        cases.append(gross)
        parameters |= {
            f"rows_{n}": one.rows_of,
            f"list_{n}": one.pk,
            f"roubles_{n}": one.rate,
            f"percent_{n}": formula.percent,
            f"amount_{n}": formula.amount,
            f"step_{n}": formula.step,
            f"rounding_{n}": formula.rounding,
            **said,
        }
    return RowPrices("".join(joins), f"coalesce({', '.join(cases)})" if cases else "NULL::numeric", parameters)


def _rule(n: int, rules: Sequence[Rule], depths: dict[int, int]) -> tuple[str, dict[str, Any]]:
    """The rule that fits a row best: those of a brand before others, then the deeper section first."""
    if not rules:
        return _NO_RULE, {}
    said: dict[str, Any] = {}
    percents, amounts = [], []
    ordered = sorted(rules, key=lambda one: (one.brand is None, -depths.get(one.category or 0, 0)))
    for place, one in enumerate(ordered):
        name = f"{n}_{place}"
        said |= {f"rule_percent_{name}": one.percent, f"rule_amount_{name}": one.amount}
        fits = []
        if one.brand is not None:
            fits.append(f"row.brand_id = %(rule_brand_{name})s")
            said[f"rule_brand_{name}"] = one.brand
        if one.category is not None:
            fits.append(_BELOW.format(name=f"rule_section_{name}"))
            said[f"rule_section_{name}"] = one.category
        when = " AND ".join(fits) or "true"
        percents.append(f"WHEN {when} THEN %(rule_percent_{name})s::numeric")
        amounts.append(f"WHEN {when} THEN %(rule_amount_{name})s::numeric")
    return _RULE.format(percents=" ".join(percents), amounts=" ".join(amounts)), said
