"""The asking company's price of many search rows at once, for facets and sorting: SQL made for its lists in force.

chosen_price.py finds a company's lists anew for each row, which is right for a cart and slow for a hundred thousand
goods; here they are known, so one look-up finds the rows of them all. Both must agree
with queries/prices.py; tests/catalog/queries/test_chosen_price.py proves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.pricing import Formula, Rule
from catalog.queries.chosen_price import OWN_PRICE
from catalog.queries.prices import ActiveList

# one look-up finds the rows of several lists, the first list that has a price decides
_RUN = """
      LEFT JOIN LATERAL (
           SELECT {floored} AS own, active.place
             FROM catalog_price AS price
            CROSS JOIN LATERAL (
                  SELECT {place} AS place, {list} AS list_id) AS active
            {own_price}
            {floor}
            WHERE {earlier} price.price_list_id {is_of} AND price.product_id = row.product_id
              AND price.quantity <= row.smallest_order AND {is_price}
            ORDER BY active.place, price.quantity DESC LIMIT 1
           ) AS own_{n} ON true
"""
# where a list of the run computes its prices
_FORMULA = """
            CROSS JOIN LATERAL (
                  SELECT {computes} AS source_id, {percent} AS percent, {amount} AS amount, {step} AS rounding_step,
                         {rounding} AS rounding) AS formula
            CROSS JOIN LATERAL (SELECT {roubles} AS roubles) AS rate
            CROSS JOIN LATERAL (SELECT {rule_percent} AS percent, {rule_amount} AS amount) AS rule
""" + OWN_PRICE.replace("active.", "formula.")
_CONVERTED = "CROSS JOIN LATERAL (SELECT round(price.unit_price * {roubles}, 4) AS own) AS computed"
_AS_WRITTEN = "CROSS JOIN LATERAL (SELECT price.unit_price AS own) AS computed"
_LEAST_KEPT = Decimal("0.5")  # a smaller rate may round a price of four decimals to nothing
_FLOOR = """
            LEFT JOIN catalog_pricefloor AS floor
              ON floor.product_id = row.product_id AND floor.price_list_id = active.list_id
"""
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
    for n, run in enumerate(_runs(lists)):
        said = _Said(n, run, depths)
        joins.append(said.join())
        parameters |= said.parameters
        net = f"round(own_{n}.own * (1 + coalesce(row.vat_rate, 0)), 4)"
        gross = [place for place, one in enumerate(run) if one.is_gross]
        cases.append(
            f"CASE WHEN own_{n}.place IN ({', '.join(map(str, gross))}) THEN own_{n}.own ELSE {net} END"
            if gross
            else net
        )
    return RowPrices("".join(joins), f"coalesce({', '.join(cases)})" if cases else "NULL::numeric", parameters)


def _runs(lists: Sequence[ActiveList]) -> list[list[ActiveList]]:
    """The lists in their order, cut before each that reads the rows of one in the same piece."""
    runs: list[list[ActiveList]] = []
    for one in lists:
        if not runs or any(one.rows_of == other.rows_of for other in runs[-1]):
            runs.append([])
        runs[-1].append(one)
    return runs


class _Said:
    """The SQL of one run of lists, and its parameters."""

    def __init__(self, n: int, run: Sequence[ActiveList], depths: dict[int, int]) -> None:
        self.n = n
        self.run = run
        self.depths = depths
        self.parameters: dict[str, Any] = {f"rows_of_{n}": [one.rows_of for one in run]}
        self.parameters |= {f"rows_{n}_{place}": one.rows_of for place, one in enumerate(run)}

    def join(self) -> str:
        has_floors = any(one.has_floors for one in self.run)
        own_price, is_price = self._own_price()
        return _RUN.format(
            n=self.n,
            is_of=f"= %(rows_{self.n}_0)s" if len(self.run) == 1 else f"= ANY (%(rows_of_{self.n})s)",
            floored="greatest(computed.own, floor.unit_price)" if has_floors else "computed.own",
            place=self._by_list([str(place) for place in range(len(self.run))]),
            list=self._values("list", "bigint", [one.pk if one.has_floors else None for one in self.run]),
            own_price=own_price,
            is_price=is_price,
            floor=_FLOOR if has_floors else "",
            earlier="".join(f"own_{earlier}.own IS NULL AND " for earlier in range(self.n)),
        )

    def _own_price(self) -> tuple[str, str]:
        """How a row's price is made, `computed.own`, and the test that it is one; no dearer than the lists ask for."""
        if any(one.formula for one in self.run):
            formulas = [one.formula or Formula() for one in self.run]
            rules = [self._rule(place, one.rules) for place, one in enumerate(self.run)]
            made = _FORMULA.format(
                computes=self._by_list(["1" if one.formula else "NULL::int" for one in self.run]),
                percent=self._values("percent", "numeric", [one.percent for one in formulas]),
                amount=self._values("amount", "numeric", [one.amount for one in formulas]),
                step=self._values("step", "numeric", [one.step for one in formulas]),
                rounding=self._values("rounding", "text", [one.rounding for one in formulas]),
                roubles=self._roubles(),
                rule_percent=self._by_list([percent for percent, _amount in rules]),
                rule_amount=self._by_list([amount for _percent, amount in rules]),
            )
            return made, "computed.own > 0"
        rates = {one.rate for one in self.run}
        made = _AS_WRITTEN if rates == {1} else _CONVERTED.format(roubles=self._roubles())
        return made, "price.unit_price > 0" if min(rates) >= _LEAST_KEPT else "computed.own > 0"

    def _roubles(self) -> str:
        return self._values("roubles", "numeric", [one.rate for one in self.run])

    def _values(self, name: str, kind: str, values: Sequence[Any]) -> str:
        """A parameter for each list, or one where all are equal."""
        names = [f"{name}_{self.n}_{place}" for place in range(len(values))]
        self.parameters |= dict(zip(names, values, strict=True))
        if len(set(values)) == 1:
            return f"%({names[0]})s::{kind}"
        return self._by_list([f"%({one})s::{kind}" for one in names])

    def _by_list(self, values: Sequence[str]) -> str:
        """What stands for the list of a row of prices."""
        if len(set(values)) == 1:
            return values[0]
        whens = " ".join(f"WHEN %(rows_{self.n}_{place})s THEN {value}" for place, value in enumerate(values))
        return f"CASE price.price_list_id {whens} END"

    def _rule(self, place: int, rules: Sequence[Rule]) -> tuple[str, str]:
        """Percent and amount of the rule that fits a row best: of a brand before others, then the deeper section."""
        if not rules:
            return "NULL::numeric", "NULL::numeric"
        percents, amounts = [], []
        ordered = sorted(rules, key=lambda one: (one.brand is None, -self.depths.get(one.category or 0, 0)))
        for number, one in enumerate(ordered):
            name = f"{self.n}_{place}_{number}"
            self.parameters |= {f"rule_percent_{name}": one.percent, f"rule_amount_{name}": one.amount}
            fits = []
            if one.brand is not None:
                fits.append(f"row.brand_id = %(rule_brand_{name})s")
                self.parameters[f"rule_brand_{name}"] = one.brand
            if one.category is not None:
                fits.append(_BELOW.format(name=f"rule_section_{name}"))
                self.parameters[f"rule_section_{name}"] = one.category
            when = " AND ".join(fits) or "true"
            percents.append(f"WHEN {when} THEN %(rule_percent_{name})s::numeric")
            amounts.append(f"WHEN {when} THEN %(rule_amount_{name})s::numeric")
        return f"CASE {' '.join(percents)} END", f"CASE {' '.join(amounts)} END"
