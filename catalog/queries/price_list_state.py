"""What a company's price list depends on, in one hash: nothing of it changed, nothing of the file did."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Company
from catalog.models import PriceChange
from catalog.price_list_columns import PriceColumn, WantedFile
from catalog.queries.assortment import assortment_state
from catalog.queries.chosen_price import price_parameters
from catalog.queries.price_list_rows import ACTIVE, OF_COMPANY, RECOMMENDED

# a version bears the moment when its publication began and is seen when it ended; a fetched file may be ten minutes old
OVERLAP = timedelta(minutes=30)

_LISTS = """
    SELECT active.*, to_jsonb(active)::text AS facts,
           (SELECT md5(string_agg(rule::text, ';' ORDER BY rule.id))
              FROM catalog_pricerule AS rule WHERE rule.price_list_id = active.id) AS rules,
           (SELECT max(version.id) FROM catalog_pricelistversion AS version
             WHERE version.price_list_id = active.rows_of) AS version
      FROM ({active}) AS active ORDER BY active.place
"""
# how often rows of a table were written since the database began to count: a step behind by some seconds at most
_WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables
     WHERE relname = ANY(%s) ORDER BY relname
"""
# its table is written with every order too
_CODES = """
    SELECT sum(hashtextextended(concat(product_id, ' ', own_code), 0)) FROM catalog_companyproduct
     WHERE company_id = %s AND own_code <> ''
"""
_SEEN_DIGITS = 16  # so many of an ETag tell what the company sees, the others all the rest
_GOODS = ["catalog_product", "catalog_brand", "catalog_category"]


@dataclass(frozen=True)
class PriceListState:
    """`lists` says which lists are in force, what they add and what the company sees; `etag` also their versions, the
    goods and the file.
    """

    lists: str
    etag: str
    rows_of: tuple[int, ...]

    def shows_the_same(self, etag: str) -> bool:
        """Whether the company saw the same products in the state of another ETag."""
        return etag[:_SEEN_DIGITS] == self.etag[:_SEEN_DIGITS]


def price_list_state(company: Company, wanted: WantedFile, at: datetime, language: str) -> PriceListState:
    """The state of the company's prices at a moment. At most 5 queries."""
    whose = f"({OF_COMPANY}) OR ({RECOMMENDED})" if PriceColumn.RECOMMENDED in wanted.columns else OF_COMPANY
    with connection.cursor() as cursor:
        cursor.execute(_LISTS.format(active=ACTIVE.format(whose=whose)), price_parameters(company, at))
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        has_floors = any(one["margin_floor"] is not None for one in found)
        floors = _newest(cursor, "catalog_pricefloormove") if has_floors else None
        goods = _written(cursor, _GOODS)
        codes = _codes(cursor, company) if PriceColumn.OWN_CODE in wanted.columns else None
        stock = _newest(cursor, "catalog_stockmovement") if PriceColumn.STOCK in wanted.columns else None
    seen = _hash(assortment_state(company))
    lists = _hash(company.pk, company.tier_id, [(one["facts"], one["rules"]) for one in found], floors, seen)
    versions = [one["version"] for one in found]
    etag = _hash(lists, versions, goods, codes, stock, wanted.as_json(), language)
    etag = seen[:_SEEN_DIGITS] + etag[_SEEN_DIGITS:]
    return PriceListState(lists, etag, tuple(one["rows_of"] for one in found))


def products_changed(state: PriceListState, since: datetime) -> tuple[int, ...]:
    """Products whose rows in the lists in force were published anew since a moment, perhaps some more. One query."""
    changes = PriceChange.objects.filter(
        version__price_list_id__in=state.rows_of, version__published_at__gt=since - OVERLAP
    )
    return tuple(changes.values_list("product_id", flat=True).distinct())


def _written(cursor: Any, tables: list[str]) -> list[tuple[str, int]]:
    cursor.execute(_WRITTEN, [tables])
    return list(cursor.fetchall())


def _codes(cursor: Any, company: Company) -> str:
    cursor.execute(_CODES, [company.pk])
    return str(cursor.fetchone()[0])


def _newest(cursor: Any, table: str) -> int | None:
    """The number of the last row of a table of ours to which rows are only added."""
    cursor.execute(f"SELECT max(id) FROM {table}")
    newest: int | None = cursor.fetchone()[0]
    return newest


def _hash(*facts: object) -> str:
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()
