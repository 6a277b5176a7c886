"""A company's prices of many products at once, for files: one SQL statement per 20,000 products, not one per product.

Per product the best list is chosen in one pass over the rows of the company's lists. It must agree with
queries/prices.py to the kopeck; tests/catalog/queries/test_price_list_rows.py proves it.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg import Cursor, IsolationLevel

from accounts.models import Company
from b2b_portal.core.exports import is_russian
from b2b_portal.core.row_files import RowCell
from catalog.articles import search_key
from catalog.enums import Unit
from catalog.price_list_columns import Goods, PriceColumn
from catalog.price_list_files import Section
from catalog.queries.assortment import section_seen, seen, seen_by
from catalog.queries.chosen_price import OWN_PRICE, price_parameters

CHUNK = 20_000
# a chunk is sorted in memory; and the planner, who takes its rows for few, may not join it to itself row by row
WORK_MEM = "32MB"
Row = Sequence[RowCell]

_GOODS = """
    SELECT product.id, product.uid, product.article, product.name, product.brand_id, product.category_id, product.unit,
           product.vat_rate, product.pack_multiple,
           (product.minimum_quantity + product.pack_multiple - 1) / product.pack_multiple * product.pack_multiple
           AS smallest
      FROM catalog_product AS product
     WHERE {which}
"""
ACTIVE = """
    SELECT list.id, list.source_id, list.percent, list.amount, list.rounding_step, list.rounding, list.margin_floor,
           rows_list.id AS rows_of, rows_list.is_gross, rate.roubles, list.tier_id,
           row_number() OVER (
               ORDER BY array_position(ARRAY['contract', 'promotion', 'base'], list.kind::text), list.priority DESC,
                        list.code COLLATE "C") AS place
      FROM catalog_pricelist AS list
      JOIN catalog_pricelist AS rows_list ON rows_list.id = coalesce(list.source_id, list.id)
      LEFT JOIN LATERAL (
           SELECT roubles FROM catalog_rate
            WHERE currency = rows_list.currency AND valid_from_on <= %(day)s ORDER BY valid_from_on DESC LIMIT 1
           ) AS rate ON rows_list.currency <> 'RUB'
     WHERE list.valid_from <= %(at)s AND (list.valid_until IS NULL OR list.valid_until > %(at)s)
       AND (rows_list.currency = 'RUB' OR rate.roubles IS NOT NULL)
       AND ({whose})
"""
OF_COMPANY = """
    list.kind = 'base' AND list.tier_id = %(tier)s
    OR list.kind IN ('contract', 'promotion') AND EXISTS (
       SELECT 1 FROM catalog_pricelist_companies AS own
        WHERE own.pricelist_id = list.id AND own.company_id = %(company)s)
"""
RECOMMENDED = """
    list.kind = 'base' AND EXISTS (SELECT 1 FROM accounts_tier WHERE id = list.tier_id AND is_recommended)
"""
# the rule that fits best, once per list and pair of brand and section instead of once per product
_PAIRS = """
    SELECT DISTINCT goods.brand_id, goods.category_id, section.lineage
      FROM goods JOIN catalog_category AS section ON section.id = goods.category_id
"""
_TERMS = """
    SELECT DISTINCT ON (rule.price_list_id, pair.brand_id, pair.category_id)
           rule.price_list_id, pair.brand_id, pair.category_id, rule.percent, rule.amount
      FROM {active} AS active
      JOIN catalog_pricerule AS rule ON rule.price_list_id = active.id AND active.source_id IS NOT NULL
      JOIN pairs AS pair ON (rule.brand_id IS NULL OR rule.brand_id = pair.brand_id)
                        AND (rule.category_id IS NULL OR rule.category_id = ANY (pair.lineage))
     ORDER BY rule.price_list_id, pair.brand_id, pair.category_id, rule.brand_id IS NULL,
              array_position(pair.lineage, rule.category_id) DESC NULLS LAST
"""
_OFFERS = """
    SELECT goods.id, active.place, active.is_gross, price.quantity, goods.smallest, goods.vat_rate,
           greatest(computed.own, floor.unit_price) AS own
      FROM goods
      JOIN catalog_price AS price ON price.product_id = goods.id AND {prices}
      JOIN {active} AS active ON active.rows_of = price.price_list_id
      LEFT JOIN {terms} AS rule
        ON rule.price_list_id = active.id AND rule.brand_id = goods.brand_id AND rule.category_id = goods.category_id
      LEFT JOIN catalog_pricefloor AS floor
        ON floor.product_id = goods.id AND floor.price_list_id = active.id AND {floors}
       AND active.source_id IS NOT NULL AND active.margin_floor IS NOT NULL
     CROSS JOIN LATERAL (SELECT active.roubles) AS rate
{own_price}     WHERE computed.own > 0
"""
_BEST = "SELECT DISTINCT ON (id) *"
_GROSS = "CASE WHEN {0}.is_gross THEN {0}.own ELSE round({0}.own * (1 + coalesce(goods.vat_rate, 0)), 4) END"
_NET = "CASE WHEN {0}.is_gross THEN round({0}.own / (1 + coalesce(goods.vat_rate, 0)), 4) ELSE {0}.own END"
_TIDY = "CASE WHEN round({0}, 2) = {0} THEN round({0}, 2) ELSE {0} END"  # two decimals, four where they count
_STEPS = """
    SELECT goods.id, string_agg(goods.quantity || ': ' || replace(({tidy})::text, '.', %(comma)s), '; '
                                ORDER BY goods.quantity) AS words
      FROM (SELECT offer.*, {gross} AS gross FROM offers AS offer
              JOIN priced AS chosen USING (id, place)
             CROSS JOIN LATERAL (SELECT offer.vat_rate) AS goods
             WHERE offer.quantity > offer.smallest) AS goods
     GROUP BY goods.id
"""
_PATHS = """
    SELECT section.id, string_agg(above.name, ' / ' ORDER BY step.place) AS name
      FROM catalog_category AS section
     CROSS JOIN LATERAL unnest(section.lineage) WITH ORDINALITY AS step (id, place)
      JOIN catalog_category AS above ON above.id = step.id
     GROUP BY section.id
"""
_FREE = """
    SELECT stock.product_id AS id, sum(stock.on_hand - stock.reserved + coalesce(over.pieces, 0)::int) AS pieces
      FROM goods JOIN catalog_stock AS stock ON stock.product_id = goods.id AND {stocks}
      LEFT JOIN (SELECT stock_id, sum(quantity) AS pieces FROM catalog_reservation
                  WHERE state = 'active' AND until <= %(at)s GROUP BY stock_id) AS over ON over.stock_id = stock.id
     GROUP BY stock.product_id
"""
# a column of a file: its expression, and the join that it needs beside `goods`
_CELLS: dict[str, tuple[str, str]] = {
    "uid": ("goods.uid::text", ""),
    "category_id": ("goods.category_id", ""),
    PriceColumn.ARTICLE: ("goods.article", ""),
    PriceColumn.BRAND: ("brand.name", ""),
    PriceColumn.NAME: ("goods.name", ""),
    PriceColumn.OWN_CODE: (
        "coalesce(named.own_code, '')",
        "LEFT JOIN catalog_companyproduct AS named ON named.product_id = goods.id AND named.company_id = %(company)s",
    ),
    PriceColumn.CATEGORY: ("path.name", f"LEFT JOIN ({_PATHS}) AS path ON path.id = goods.category_id"),
    PriceColumn.UNIT: ("%(units)s::jsonb ->> goods.unit", ""),
    PriceColumn.PRICE_GROSS: (
        _TIDY.format("gross.price"),
        f"CROSS JOIN LATERAL (SELECT {_GROSS.format('priced')} AS price) AS gross",
    ),
    PriceColumn.PRICE_NET: (
        _TIDY.format("net.price"),
        f"CROSS JOIN LATERAL (SELECT {_NET.format('priced')} AS price) AS net",
    ),
    PriceColumn.VAT_RATE: ("coalesce(trim_scale(goods.vat_rate * 100)::text, %(exempt)s)", ""),
    PriceColumn.BREAKS: (
        "coalesce(steps.words, '')",
        f"LEFT JOIN ({_STEPS.format(tidy=_TIDY.format('goods.gross'), gross=_GROSS.format('offer'))}) AS steps "
        "ON steps.id = goods.id",
    ),
    PriceColumn.RECOMMENDED: (
        _TIDY.format("advised.price"),
        "LEFT JOIN advice ON advice.id = goods.id "
        f"CROSS JOIN LATERAL (SELECT {_GROSS.format('advice')} AS price) AS advised",
    ),
    PriceColumn.STOCK: ("coalesce(free.pieces, 0)", "LEFT JOIN free ON free.id = goods.id"),
    PriceColumn.MINIMUM: ("goods.smallest", ""),
    PriceColumn.PACK: ("goods.pack_multiple", ""),
}
_BY_WORDS = """
    SELECT row.product_id FROM catalog_searchrow AS row
     WHERE {by_article} OR row.words @@ plainto_tsquery('russian', catalog_search_text(%(words)s))
"""


@dataclass(frozen=True)
class PriceListWish:
    """What a file holds: whose prices at which moment, of which goods; `columns` as read_for() names them."""

    company: Company
    columns: tuple[str, ...]
    at: datetime
    goods: Goods = Goods()
    has_words: bool = True  # texts for people: prices within a text as the reader's language writes them


def count_products(company: Company, goods: Goods, most: int) -> int:
    """How many products are meant that the company sees, at most one more than `most`. One query."""
    which, facts = _which(company, goods)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM catalog_product AS product WHERE {which} LIMIT %(most)s) AS found",
            {**facts, "most": most + 1},
        )
        return int(cursor.fetchone()[0])


def price_list_rows(wish: PriceListWish, *, with_unpriced: bool = False) -> list[Row]:
    """The rows of a short list by brand and article, of one moment, as it is one statement. One query.

    Products without a price are left out, or come without one.
    """
    which, facts = _which(wish.company, wish.goods)
    statement = _statement(wish, which, with_unpriced=with_unpriced)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY brand.name, goods.article, goods.id", {**_facts(wish), **facts})
        found: list[Row] = cursor.fetchall()
        return found


@contextmanager
def one_moment() -> Iterator[Cursor[Any]]:
    """A connection beside the usual one, whose transaction reads the shop as it is now until the end.

    So progress can be noted meanwhile. The transaction cannot write.
    """
    beside = connection.copy()
    try:
        beside.ensure_connection()
        beside.connection.autocommit = False
        beside.connection.isolation_level = IsolationLevel.REPEATABLE_READ
        beside.connection.read_only = True
        with beside.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL work_mem = '{WORK_MEM}'; SET LOCAL enable_nestloop = off")
            yield cursor
    finally:
        beside.close()


def product_bounds(cursor: Cursor[Any], company: Company, goods: Goods) -> tuple[int, list[int]]:
    """How many products are meant that the company sees, and the id that ends each chunk of them."""
    which, facts = _which(company, goods)
    cursor.execute(
        f"SELECT place, id FROM (SELECT product.id, row_number() OVER (ORDER BY product.id) AS place, "
        f"count(*) OVER () AS total FROM catalog_product AS product WHERE {which}) AS found "
        f"WHERE place %% {CHUNK} = 0 OR place = total ORDER BY place",
        facts,
    )
    ends = cursor.fetchall()
    return (ends[-1][0] if ends else 0), [end for _place, end in ends]


def chunks_of_rows(cursor: Cursor[Any], wish: PriceListWish, ends: Sequence[int]) -> Iterator[list[Row]]:
    """The rows of priced products chunk by chunk, by id; `ends` are product_bounds(). One query per chunk.

    In the language active now; another thread may do the reading.
    """
    which, facts = _which(wish.company, wish.goods)
    statement = f"{_statement(wish, which, '{0} > %(after)s AND {0} <= %(until)s')} ORDER BY goods.id"
    facts |= _facts(wish)
    return (
        cursor.execute(statement, {**facts, "after": after, "until": until}).fetchall()
        for after, until in pairwise([0, *ends])
    )


def sections(cursor: Any, company: Company) -> list[Section]:
    """The sections of what the company sees, parents first. One query."""
    cursor.execute(
        f"SELECT id, parent_id, name FROM catalog_category AS section WHERE {section_seen()} "
        "ORDER BY cardinality(lineage), id",
        seen_by(company),
    )
    return [Section(*row) for row in cursor.fetchall()]


def _statement(wish: PriceListWish, which: str, bounds: str = "true", *, with_unpriced: bool = False) -> str:
    """The SELECT without its order. All parts are ours; what a reader wrote comes as parameters.

    `bounds` narrow ids of products; said of prices and stock too, they make the planner read their indexes.
    """
    chosen = "LEFT JOIN" if with_unpriced else "JOIN"
    cells = ", ".join(_CELLS[column][0] for column in wish.columns)
    joins = " ".join(_CELLS[column][1] for column in wish.columns)
    return (
        f"WITH {', '.join(_parts(wish.columns, which, bounds))} SELECT {cells} FROM goods "
        f"{chosen} priced ON priced.id = goods.id JOIN catalog_brand AS brand ON brand.id = goods.brand_id {joins}"
    )


def _parts(columns: Sequence[str], which: str, bounds: str) -> Iterator[str]:
    """The named parts of the statement."""
    prices = bounds.format("price.product_id")
    floors = bounds.format("floor.product_id")
    reached = prices if PriceColumn.BREAKS in columns else f"{prices} AND price.quantity <= goods.smallest"
    goods = _GOODS.format(which=f"{which} AND {bounds.format('product.id')}")
    yield f"goods AS MATERIALIZED ({goods})"
    yield f"pairs AS MATERIALIZED ({_PAIRS})"
    yield from _offers("active", OF_COMPANY, "offers", prices=reached, floors=floors)
    yield f"priced AS ({_BEST} FROM offers WHERE quantity <= smallest ORDER BY id, place, quantity DESC)"
    if PriceColumn.RECOMMENDED in columns:
        yield from _offers("advising", RECOMMENDED, "advised_offers", prices=prices, floors=floors)
        yield f"advice AS ({_BEST} FROM advised_offers ORDER BY id, place, quantity)"
    if PriceColumn.STOCK in columns:
        yield f"free AS MATERIALIZED ({_FREE.format(stocks=bounds.format('stock.product_id'))})"


def _offers(active: str, whose: str, name: str, **bounds: str) -> Iterator[str]:
    """The priced rows of lists: `name` with the lists, `active`, and their rules before it."""
    terms = f"{active}_terms"
    yield f"{active} AS MATERIALIZED ({ACTIVE.format(whose=whose)})"
    yield f"{terms} AS MATERIALIZED ({_TERMS.format(active=active)})"
    yield f"{name} AS ({_OFFERS.format(active=active, terms=terms, own_price=OWN_PRICE, **bounds)})"


def _facts(wish: PriceListWish) -> dict[str, Any]:
    units = {unit.value: str(unit.label) for unit in Unit}
    return {
        **price_parameters(wish.company, wish.at),
        "units": json.dumps(units, ensure_ascii=False),
        "exempt": _("no VAT"),
        "comma": "," if wish.has_words and is_russian() else ".",
    }


def _which(company: Company, goods: Goods) -> tuple[str, dict[str, Any]]:
    """The condition on `product` and its parameters."""
    conditions: list[str] = ["product.is_on_sale", seen()]
    facts: dict[str, Any] = dict(seen_by(company))
    if goods.brand is not None:
        conditions.append("product.brand_id = %(brand)s")
        facts["brand"] = goods.brand
    if goods.category is not None:
        below = "SELECT id FROM catalog_category WHERE %(category)s = ANY (lineage)"
        conditions.append(f"product.category_id = ANY (ARRAY({below}))")
        facts["category"] = goods.category
    if goods.words:
        by_article = "row.key LIKE %(prefix)s" if search_key(goods.words) else "false"
        conditions.append(f"product.id = ANY (ARRAY({_BY_WORDS.format(by_article=by_article)}))")
        facts |= {"words": goods.words, "prefix": f"{search_key(goods.words)}%"}
    if goods.products is not None:
        conditions.append("product.id = ANY (%(products)s)")
        facts["products"] = list(goods.products)
    return " AND ".join(conditions), facts
