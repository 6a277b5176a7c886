"""Which price a company pays: lists in force best first, and the row of the first list that reaches the quantity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone

from accounts.models import Company
from b2b_portal.core.money import ONE
from catalog.enums import Currency, PriceListKind
from catalog.models import PriceList, PriceListCompany, PriceRule, Rate
from catalog.pricing import Formula, PricedLine, PriceRow, Rule, best_rule, price_line

_RANK = {PriceListKind.CONTRACT: 0, PriceListKind.PROMOTION: 1, PriceListKind.BASE: 2}
_RECOMMENDED = Q(kind=PriceListKind.BASE, tier__is_recommended=True)

# rows of lists, and lowest prices as rows from quantity 0 on, where no price begins
_GOODS = """
    SELECT price.product_id, product.vat_rate, price.price_list_id, price.quantity, price.unit_price,
           product.brand_id, {lineage}
      FROM catalog_price AS price
      JOIN catalog_product AS product ON product.id = price.product_id
      JOIN catalog_category AS section ON section.id = product.category_id
     WHERE price.price_list_id = ANY (%(lists)s) AND price.product_id = ANY (%(products)s)
     UNION ALL
    SELECT product_id, NULL, price_list_id, 0, unit_price, NULL, NULL
      FROM catalog_pricefloor
     WHERE price_list_id = ANY (%(floored)s) AND product_id = ANY (%(products)s)
"""


@dataclass(frozen=True)
class ActiveList:
    """A list in force: whose rows it reads (its own, or its source's), at which rate, and what it makes of them."""

    pk: int
    code: str
    kind: str
    currency: str
    is_gross: bool
    rows_of: int
    rate: Decimal
    formula: Formula | None = None
    rules: tuple[Rule, ...] = ()
    has_floors: bool = False


@dataclass(frozen=True)
class ShownPrices:
    """The company's price lines of products, and beside them the recommended prices of one unit."""

    lines: dict[int, PricedLine]
    recommended: dict[int, Decimal]


@dataclass(frozen=True)
class ShownLists:
    """What shown_prices() prices by: the company's lists and the recommended tier's, best first."""

    own: tuple[ActiveList, ...] = ()
    recommended: tuple[ActiveList, ...] = ()


@dataclass(slots=True)
class Goods:
    """What lists say of one product: (quantity, unit price) rows by list, lowest prices by computed list."""

    vat_rate: Decimal | None
    brand: int
    lineage: Sequence[int]
    rows: dict[int, list[tuple[int, Decimal]]] = field(default_factory=dict)
    floors: dict[int, Decimal] = field(default_factory=dict)

    def price_rows(self, active: ActiveList) -> list[PriceRow]:
        """The rows that a list reads, with what it makes of them."""
        found = self.rows.get(active.rows_of)
        if not found:
            return []
        formula = self._formula(active)
        return [
            PriceRow(active.code, active.kind, active.currency, active.is_gross, quantity, unit_price, formula)
            for quantity, unit_price in found
        ]

    def _formula(self, active: ActiveList) -> Formula | None:
        formula = active.formula
        if formula is None:
            return None
        rule = best_rule(active.rules, self.brand, self.lineage) if active.rules else None
        floor = self.floors.get(active.pk)
        if rule is None and floor is None:
            return formula
        percent, amount, scope = (
            (rule.percent, rule.amount, rule.scope) if rule else (formula.percent, formula.amount, "")
        )
        return Formula(percent, amount, scope, formula.step, formula.rounding, floor)


def lists_for(company: Company, at: datetime) -> tuple[ActiveList, ...]:
    """The company's lists at a moment: contract before promotion before base, the higher priority first. One query.

    A list whose currency has no rate that day is left out, as nothing can be priced by it.
    """
    return ranked(lists_in_force(_of_company(company), at))


def price_lines(company: Company, wanted: Mapping[int, int], at: datetime) -> dict[int, PricedLine]:
    """Prices product ids for their quantities; a product without a price for its quantity is absent. 2 queries."""
    lists = lists_for(company, at)
    return priced_in(lists, goods_in(lists, wanted), wanted)


def recommended_prices(product_ids: Iterable[int], at: datetime) -> dict[int, Decimal]:
    """Unit prices with VAT of the recommended tier, for one sales unit or the first break. 2 queries."""
    lists = ranked(lists_in_force(_RECOMMENDED, at))
    return _recommended(lists, goods_in(lists, product_ids))


def shown_lists(company: Company, at: datetime) -> ShownLists:
    """The lists that shown_prices() asks at a moment. One query."""
    lists = list(lists_in_force(_of_company(company) | _RECOMMENDED, at))
    own = ranked(one for one in lists if one.kind != PriceListKind.BASE or one.tier_id == company.tier_id)
    return ShownLists(own, ranked(one for one in lists if one.tier and one.tier.is_recommended))


def shown_prices(
    company: Company, wanted: Mapping[int, int], at: datetime, lists: ShownLists | None = None
) -> ShownPrices:
    """What price_lines() and recommended_prices() say of the same products, in 2 queries together.

    `lists` are those of shown_lists(), where a page has read them before: then one query.
    """
    lists = lists or shown_lists(company, at)
    goods = goods_in((*lists.own, *lists.recommended), wanted)
    return ShownPrices(priced_in(lists.own, goods, wanted), _recommended(lists.recommended, goods))


def goods_in(lists: Sequence[ActiveList], product_ids: Iterable[int]) -> dict[int, Goods]:
    """What lists say of products, whichever are in one of them. One query."""
    lineage = "section.lineage" if any(one.rules for one in lists) else "NULL::bigint[]"
    facts = {
        "lists": list({one.rows_of for one in lists}),
        "floored": [one.pk for one in lists if one.has_floors],
        "products": list(product_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GOODS.format(lineage=lineage), facts)
        return _goods(cursor.fetchall())


def _goods(found: Iterable[tuple[Any, ...]]) -> dict[int, Goods]:
    """Rows by product; quantity 0 marks a floor."""
    goods: dict[int, Goods] = {}
    floors = []
    for product_id, vat_rate, list_id, quantity, unit_price, brand, lineage in found:
        if not quantity:
            floors.append((product_id, list_id, unit_price))
            continue
        one = goods.get(product_id)
        if one is None:
            one = goods[product_id] = Goods(vat_rate, brand, lineage)
        one.rows.setdefault(list_id, []).append((quantity, unit_price))
    for product_id, list_id, unit_price in floors:
        if product_id in goods:
            goods[product_id].floors[list_id] = unit_price
    return goods


def _of_company(company: Company) -> Q:
    named = PriceListCompany.objects.filter(price_list=OuterRef("pk"), company=company)
    return Q(kind=PriceListKind.BASE, tier=company.tier_id) | Q(
        Exists(named), kind__in=[PriceListKind.CONTRACT, PriceListKind.PROMOTION]
    )


def lists_in_force(whose: Q, at: datetime) -> QuerySet[Any]:
    """Lists at a moment, with their rules, and `roubles`: the day's rate of the currency of the rows they read."""
    day = timezone.localdate(at, timezone.get_default_timezone())
    newest = Rate.objects.filter(currency=OuterRef("rows_currency"), valid_from_on__lte=day).order_by("-valid_from_on")
    texts = {name: Cast(name, TextField()) for name in ("percent", "amount")}  # a number of JSON is a float
    rules = PriceRule.objects.filter(price_list=OuterRef("pk"), price_list__source__isnull=False)
    return (
        PriceList.objects.valid_at(at)
        .filter(whose)
        .select_related("source", "tier")
        .annotate(rows_currency=Coalesce("source__currency", "currency"))
        .annotate(roubles=Subquery(newest.values("roubles")[:1]))
        .annotate(said=ArraySubquery(rules.values(rule=JSONObject(brand="brand_id", category="category_id", **texts))))
    )


def ranked(lists: Iterable[Any]) -> tuple[ActiveList, ...]:
    """Lists of lists_in_force() in the order in which they are asked, without those that no rate prices."""
    ordered = sorted(lists, key=lambda one: (_RANK[PriceListKind(one.kind)], -one.priority, one.code))
    rates = {one: ONE if one.rows_currency == Currency.RUB else one.roubles for one in ordered}
    return tuple(_active_list(one, rate) for one, rate in rates.items() if rate is not None)


def _active_list(one: Any, rate: Decimal) -> ActiveList:
    rows = one.source or one
    plain = ActiveList(one.pk, one.code, one.kind, rows.currency, rows.is_gross, rows.pk, rate)
    if not one.source:
        return plain
    return replace(
        plain,
        formula=Formula(one.percent, one.amount, step=one.rounding_step, rounding=one.rounding),
        rules=tuple(Rule(**{**said, **_decimals(said)}) for said in one.said),
        has_floors=one.margin_floor is not None,
    )


def _decimals(said: Mapping[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(said[name]) for name in ("percent", "amount")}


def priced_in(
    lists: Sequence[ActiveList], goods: Mapping[int, Goods], wanted: Mapping[int, int]
) -> dict[int, PricedLine]:
    """Prices goods by the first list that reaches their quantity."""
    priced: dict[int, PricedLine] = {}
    for product_id, one in goods.items():
        for active in lists:
            rows = one.price_rows(active)
            if not rows:
                continue
            line = price_line(rows, quantity=wanted[product_id], tax_rate=one.vat_rate, rate=active.rate)
            if line:
                priced[product_id] = line
                break
    return priced


def _recommended(lists: Sequence[ActiveList], goods: Mapping[int, Goods]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for product_id, one in goods.items():
        for active in lists:
            rows = sorted(one.price_rows(active), key=lambda row: row.quantity)
            lines = (price_line([row], quantity=row.quantity, tax_rate=one.vat_rate, rate=active.rate) for row in rows)
            first = next((line for line in lines if line), None)
            if first:
                found[product_id] = first.unit_gross
                break
    return found
