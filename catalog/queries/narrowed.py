"""Search rows that a buyer's ticks leave: each facet is one condition, so that it can be counted without itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from catalog.enums import StockClass
from catalog.models import Category, CompanyProduct
from catalog.narrowing import Narrowing, Range
from catalog.queries.hit_set import HitSet
from catalog.queries.prices import ActiveList, ShownLists, price_lines, shown_lists
from catalog.queries.row_prices import RowPrices, row_prices

PRICE = "price"
_BELOW = """row.category_id = ANY (ARRAY(
    SELECT id FROM catalog_category
     WHERE lineage && ARRAY(SELECT id FROM catalog_category WHERE uid = ANY (%(sections)s))))"""
_OF_BRANDS = "row.brand_id = ANY (ARRAY(SELECT id FROM catalog_brand WHERE name = ANY (%(brands)s)))"
_SAYS = """row.says && ARRAY(
    SELECT choice.id FROM catalog_attributechoice AS choice
      JOIN catalog_attribute AS said ON said.id = choice.attribute_id
     WHERE said.code = %({name})s AND ({values}))"""
_OWN = "row.product_id IN (SELECT product_id FROM catalog_companyproduct WHERE company_id = %(company)s AND {fact})"
IS_BOUGHT = _OWN.format(fact="last_bought_at IS NOT NULL")
IS_CODED = _OWN.format(fact="own_code <> ''")
MOST_PRICED = 200_000
MOST_FALLEN = 20_000  # goods that one company bought and whose prices are compared with what it paid


@dataclass(frozen=True)
class Narrowed:
    """Which search rows a page shows: those of the query or section that the company sees, and a condition per facet.

    `base` and the conditions are SQL over a row called `row`; the parameters of all stand in one mapping.
    """

    base: str
    conditions: Mapping[str, str]
    parameters: Mapping[str, Any]
    prices: RowPrices
    has_prices: bool
    lists: ShownLists

    def where(self, *, but: str = "") -> str:
        """The condition of all facets, or of all but one."""
        return " AND ".join([f"({self.base})", *(f"({sql})" for name, sql in self.conditions.items() if name != but)])

    def source(self, *, is_priced: bool) -> str:
        """What to select from: with `priced.unit_gross`, the company's price of the smallest order, if asked for."""
        if not is_priced:
            return "catalog_searchrow AS row"
        return (
            f"catalog_searchrow AS row {self.prices.joins}"
            f"CROSS JOIN LATERAL (SELECT {self.prices.unit_gross} AS unit_gross) AS priced"
        )

    @property
    def needs_prices(self) -> bool:
        """Whether a price decides what is shown."""
        return PRICE in self.conditions

    @cached_property
    def can_price(self) -> bool:
        """Whether the goods are few enough to price them all: who sorts a million by price has not narrowed yet."""
        sql = f"SELECT 1 FROM {self.source(is_priced=False)} WHERE {self.where(but=PRICE)} OFFSET {MOST_PRICED} LIMIT 1"
        return self.has_prices and not self.fetch(sql)

    def fetch(self, sql: str, **more: Any) -> list[tuple[Any, ...]]:
        """Runs a statement over the rows with the parameters of the conditions."""
        with connection.cursor() as cursor:
            cursor.execute(sql, {**self.parameters, **more})
            return list(cursor.fetchall())


def narrowed(actor: Actor, hits: HitSet, narrowing: Narrowing, at: datetime) -> Narrowed:
    """What the page of a narrowing shows to an actor. At most 6 queries: 2 of prices, 1 of sections, 3 of fallen ones.

    Without a query the section or the maker is what is looked through, and not one of its ticks. Without the permission
    to see prices nothing is narrowed by them.
    """
    company = actor.sees_as
    has_prices = company is not None and bool(can(actor, Permission.VIEW_PRICES, company))
    lists = shown_lists(company, at) if company and has_prices else ShownLists()
    prices = row_prices(lists.own, _depths(lists.own))
    conditions, said = _conditions(narrowing)
    if has_prices and (narrowing.price_from is not None or narrowing.price_to is not None):
        conditions[PRICE] = (
            "priced.unit_gross >= coalesce(%(price_from)s::numeric, 0)"
            " AND priced.unit_gross <= coalesce(%(price_to)s::numeric, 'infinity')"
        )
    if has_prices and narrowing.has_fallen:
        conditions["fell"] = "row.product_id = ANY (%(fallen)s)"
        said["fallen"] = fallen(actor, at)
    base = hits.condition
    if not hits.literal:
        scope = next((name for name in ("section", "brand") if name in conditions), "")
        base = f"{base} AND {conditions.pop(scope)}" if scope else base
    return Narrowed(
        base=base,
        conditions=conditions,
        parameters={
            **hits.parameters,
            **said,
            **prices.parameters,
            "company": company.pk if company else None,
            "price_from": narrowing.price_from,
            "price_to": narrowing.price_to,
        },
        prices=prices,
        has_prices=has_prices,
        lists=lists,
    )


def fallen(actor: Actor, at: datetime) -> list[int]:
    """Products that cost the actor's company less today than it last paid for them. 3 queries.

    Compared is the price of as many units as were bought. Of very many goods only those bought last are compared.
    """
    if actor.company is None:
        return []
    bought = (
        CompanyProduct.objects.visible_to(actor)
        .filter(last_bought_at__isnull=False, last_unit_gross__isnull=False)
        .order_by("-last_bought_at")
        .values_list("product_id", "last_quantity", "last_unit_gross")[:MOST_FALLEN]
    )
    quantities, paid = {}, {}
    for pk, quantity, unit_gross in bought:
        quantities[pk], paid[pk] = quantity or 1, unit_gross or Decimal(0)
    lines = price_lines(actor.company, quantities, at)
    return [pk for pk, line in lines.items() if line.unit_gross < paid[pk]]


def _conditions(narrowing: Narrowing) -> tuple[dict[str, str], dict[str, Any]]:
    conditions: dict[str, str] = {}
    said: dict[str, Any] = {}
    if narrowing.stock:
        conditions["stock"] = "row.stock_class = ANY (%(stock)s)"
        soon = {StockClass.TODAY} if StockClass.SOON in narrowing.stock else set()
        said["stock"] = [int(one) for one in {*narrowing.stock, *soon}]
    if narrowing.sections:
        conditions["section"] = _BELOW
        said["sections"] = list(narrowing.sections)
    if narrowing.brands:
        conditions["brand"] = _OF_BRANDS
        said["brands"] = list(narrowing.brands)
    for place, (code, values) in enumerate(narrowing.attributes.items()):
        sql, more = _says(f"attribute_{place}", values)
        conditions[f"a.{code}"] = sql
        said |= {**more, f"attribute_{place}": code}
    if narrowing.is_bought:
        conditions["bought"] = IS_BOUGHT
    if narrowing.is_coded:
        conditions["coded"] = IS_CODED
    return conditions, said


def _says(name: str, values: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """The condition that a product says one of the texts, or a number in one of the ranges."""
    ranges = {text: Range.read(text) for text in values}
    said: dict[str, Any] = {f"{name}_texts": [text for text, found in ranges.items() if not found]}
    tests = [f"choice.text = ANY (%({name}_texts)s)"]
    for place, found in enumerate(found for found in ranges.values() if found):
        bounds = {f"{name}_low_{place}": found.low, f"{name}_high_{place}": found.high}
        low, high = (f"%({bound})s::numeric" for bound in bounds)
        tests.append(f"choice.number >= coalesce({low}, '-infinity') AND choice.number < coalesce({high}, 'infinity')")
        said |= bounds
    return _SAYS.format(name=name, values=" OR ".join(tests)), said


def _depths(lists: Iterable[ActiveList]) -> dict[int, int]:
    """How deep the sections of rules lie."""
    wanted = {rule.category for one in lists for rule in one.rules if rule.category is not None}
    if not wanted:
        return {}
    return {pk: len(lineage) for pk, lineage in Category.objects.filter(pk__in=wanted).values_list("pk", "lineage")}
