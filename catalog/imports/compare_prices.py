"""Prices or costs of a sheet against those that hold now: one verdict per row, and a report.

Everything that a million rows go through is SQL on whole sets. Python sees the figures that are not written plainly,
each spelling once, so that one rule (core/columns.py) says what «1 234,56 руб.» means.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.columns import TOO_LARGE, UnreadableNumber, read_number
from b2b_portal.core.long_work import allow_long_work
from b2b_portal.core.money import unit_price4
from catalog.enums import Currency, ImportKind
from catalog.imports.layout import Layout
from catalog.imports.raw import raw_columns
from catalog.imports.report import read_report
from catalog.models import ImportBatch, ImportRow

MANY = 20_000  # from here on whole tables are hashed; below, indexes are asked row by row
LONGEST_SAID = 200
SPELLINGS_AT_ONCE = 10_000

# a number that needs no reading; groups of three are judged only where there is a space
_IS_PLAIN = r"""
    (CASE WHEN {0} !~ '[^0-9.,]' THEN pg_input_is_valid(replace({0}, ',', '.'), 'numeric')
          ELSE {0} ~ '^[0-9]{{1,3}}( [0-9]{{3}})+([.,][0-9]{{1,10}})?$' END)"""
_PLAIN_NUMBER = "replace(replace({0}, ' ', ''), ',', '.')::numeric"
_SCIENTIFIC = r"^[0-9]+[.,][0-9]+[eE]\+?[0-9]+$"  # 4,60123E+12 was a barcode; 74E5 is an article

_BRANDS = """
    CREATE TEMP TABLE import_brand ON COMMIT DROP AS
    SELECT said.text, coalesce(exact.id, folded.id) AS id
      FROM (SELECT DISTINCT {brand} AS text FROM import_raw) AS said
      LEFT JOIN catalog_brand AS exact ON exact.name = said.text
      LEFT JOIN (SELECT lower(name) AS name, min(id) AS id FROM catalog_brand GROUP BY 1 HAVING count(*) = 1) AS folded
        ON folded.name = lower(said.text)
     WHERE said.text IS NOT NULL
"""
# an article without a brand is known where one brand alone has it
_ARTICLES = """
    CREATE TEMP TABLE import_article ON COMMIT DROP AS
    SELECT said.text, count(*) AS brands,
           CASE WHEN count(*) = 1 THEN min(product.id) END AS product_id,
           CASE WHEN count(*) = 1 THEN min(product.brand_id) END AS brand_id
      FROM (SELECT DISTINCT {article} AS text FROM import_raw WHERE {brand} IS NULL) AS said
      JOIN catalog_product AS product ON product.article = said.text
     GROUP BY 1
"""
_NUMBERS = "CREATE TEMP TABLE import_number (text text, value numeric, reason text) ON COMMIT DROP"
# the first rows tell how the others are written; one that is not shows in the comparison, which then is made again
_BEGINS_ODDLY = "SELECT EXISTS (SELECT FROM (SELECT * FROM import_raw LIMIT 1000) AS raw WHERE NOT {price_is_plain})"
_HAS_UNREAD = "SELECT EXISTS (SELECT FROM import_compared WHERE reason = 'unread')"
_SPELLINGS = "SELECT DISTINCT {price} FROM import_raw WHERE NOT {price_is_plain}"
_ROWS = """
    CREATE TEMP TABLE import_compared AS
    SELECT line,
           CASE WHEN reason IS NOT NULL THEN 'bad' WHEN line IS NULL THEN 'missing'
                WHEN product_id IS NULL THEN CASE WHEN brands > 1 THEN 'doubtful' ELSE 'unknown' END
                WHEN was IS NULL THEN 'new' WHEN was < becomes THEN 'up' WHEN was > becomes THEN 'down' ELSE 'same' END
           AS verdict,
           CASE WHEN reason IS NULL AND was > 0 AND was <> becomes AND abs(becomes - was) > was * 0.3 THEN
                {jump} + CASE WHEN becomes >= was * 10 OR becomes * 10 <= was THEN {tenfold} ELSE 0 END ELSE 0 END
           + CASE WHEN {below_cost} THEN {is_below} ELSE 0 END
           + CASE WHEN {is_other} THEN {other_column} ELSE 0 END AS flags,
           product_id, brand_id, quantity, was, becomes, reason
      FROM ({judged}) AS judged
"""
# from here down rows are narrow, so that a million of them are hashed in memory; OFFSET 0: a figure that is used above
# more than once is computed once
_JUDGED = """
    SELECT said.line, said.brands, said.reason, said.price AS becomes, now.unit_price AS was,
           coalesce(product.id, now.product_id) AS product_id, coalesce(product.brand_id, said.brand_id) AS brand_id,
           coalesce(said.quantity, now.quantity) AS quantity
           {more}
      FROM ({said}) AS said
      LEFT JOIN catalog_product AS product ON product.brand_id = said.brand_id AND product.article = said.article
      {now} OFFSET 0
"""
_SAID = """
    SELECT line, brand_id, article, brands, price, quantity, is_other,
           CASE WHEN broken THEN 'bad_row' WHEN article IS NULL THEN 'no_article'
                WHEN length(article) > 100 THEN 'bad_article' WHEN article ~ %(scientific)s THEN 'damaged_article'
                WHEN price IS NULL THEN CASE WHEN price_text IS NULL THEN 'no_price' ELSE price_reason END
                WHEN price <= 0 THEN 'zero' WHEN price >= {too_large} THEN 'too_large'
                WHEN quantity IS NULL THEN 'bad_quantity' END AS reason
      FROM ({read}) AS read OFFSET 0
"""
_READ = """
    SELECT raw.line, raw.broken, coalesce(brand.id, alone.brand_id) AS brand_id, alone.brands, {article} AS article,
           CASE WHEN {price_is_plain} THEN round({price_plain}, 4) ELSE number.value END AS price,
           coalesce(number.reason, 'unread') AS price_reason, {price} AS price_text,
           {is_other} AS is_other, {quantity_said} AS quantity
      FROM import_raw AS raw
      LEFT JOIN import_brand AS brand ON brand.text = {brand}
      LEFT JOIN import_article AS alone ON {brand} IS NULL AND alone.text = {article}
      LEFT JOIN import_number AS number ON number.text = {price}
     WHERE num_nonnulls({cells}) > 1 OR raw.broken OFFSET 0
"""
# a quantity is written plainly or not taken; without one a price holds from the first piece
_QUANTITY = """
    CASE WHEN {0} IS NULL THEN 1
         WHEN {0} ~ '^[0-9]{{1,9}}([.,]0+)?$' THEN nullif(regexp_replace({0}, '[.,]0+$', '')::int, 0) END"""
# what the file lacks comes out of the same join: rows of the list without a row of the file
_PRICE_NOW = """
    FULL JOIN (SELECT * FROM catalog_price WHERE price_list_id = %(price_list)s) AS now
      ON now.product_id = product.id AND now.quantity = said.quantity
"""
_COST_NOW = """
    LEFT JOIN (SELECT product_id, 1 AS quantity, unit_net AS unit_price FROM catalog_cost) AS now
      ON now.product_id = product.id
"""
_COSTS = "LEFT JOIN catalog_cost AS cost ON cost.product_id = product.id"
_COST = ", cost.unit_net AS cost, coalesce(product.vat_rate, 0) AS vat_rate"
_BELOW_COST = """
    reason IS NULL AND cost IS NOT NULL
    AND becomes * %(rate)s < cost * CASE WHEN %(is_gross)s THEN 1 + vat_rate ELSE 1 END
"""
# met once or missing, each price of the list stands here once; twice only where two rows of the file met it
_HAS_TWIN_PRICES = """
    SELECT (SELECT count(was) FROM import_compared)
           > (SELECT count(*) FROM catalog_price WHERE price_list_id = %(price_list)s)
        OR EXISTS (SELECT FROM import_compared WHERE verdict = 'new' GROUP BY product_id, quantity HAVING count(*) > 1)
"""
_HAS_TWIN_COSTS = """
    SELECT EXISTS (SELECT FROM import_compared WHERE verdict IN ('new', 'up', 'down', 'same')
                    GROUP BY product_id HAVING count(*) > 1)
"""
# of rows for one product and quantity the first counts if all say the same price, else none
_TWINS = """
    WITH twins AS (
        SELECT product_id, quantity, min(line) AS first, min(becomes) = max(becomes) AS is_one
          FROM import_compared
         WHERE verdict IN ('new', 'up', 'down', 'same')
         GROUP BY product_id, quantity HAVING count(*) > 1)
    UPDATE import_compared AS row
       SET verdict = 'repeated', flags = 0, reason = CASE WHEN twins.is_one THEN 'twin' ELSE 'contradiction' END
      FROM twins
     WHERE row.product_id = twins.product_id AND row.quantity = twins.quantity
       AND row.verdict IN ('new', 'up', 'down', 'same') AND (row.line <> twins.first OR NOT twins.is_one)
"""
_HAS_MISSING = "SELECT EXISTS (SELECT FROM import_compared WHERE verdict = 'missing')"
_MISSING = """
    UPDATE import_compared AS row SET line = -missing.number, brand_id = missing.brand_id
      FROM (SELECT lost.product_id, lost.quantity, product.brand_id, row_number() OVER () AS number
              FROM import_compared AS lost JOIN catalog_product AS product ON product.id = lost.product_id
             WHERE lost.verdict = 'missing') AS missing
     WHERE row.verdict = 'missing' AND row.product_id = missing.product_id AND row.quantity = missing.quantity
"""
_OTHER = f"SELECT count(*) FROM import_compared WHERE flags & {ImportRow.OTHER_COLUMN} > 0"
_FORGET = "DELETE FROM catalog_importrow WHERE batch_id = %(batch)s"
_KEEP = """
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, quantity, was, becomes, reason)
    SELECT %(batch)s, line, verdict, flags, product_id, brand_id, quantity, was, becomes, reason
      FROM import_compared
     WHERE verdict NOT IN ('bad', 'unknown', 'doubtful')
       AND (%(keeps_all)s OR flags > 0 OR verdict NOT IN ('new', 'up', 'down', 'same'))
     ORDER BY line
"""
# of rows that are not understood also what the file said
_KEEP_SAID = """
    INSERT INTO catalog_importrow
           (batch_id, line, verdict, flags, product_id, brand_id, quantity, was, becomes, reason, brand, article, said)
    SELECT %(batch)s, row.line, verdict, flags, product_id, brand_id, row.quantity, was, becomes, reason,
           left({brand}, {longest}), left({article}, {longest}),
           CASE WHEN reason IS NULL THEN NULL
                WHEN becomes IS NULL OR becomes <= 0 OR becomes >= {too_large} THEN left({price}, {longest})
                ELSE left({quantity}, {longest}) END
      FROM import_compared AS row JOIN import_raw AS raw ON raw.line = row.line
     WHERE row.verdict IN ('bad', 'unknown', 'doubtful')
     ORDER BY row.line
"""
_DROP = (
    "DROP TABLE IF EXISTS pg_temp.import_compared, pg_temp.import_brand, pg_temp.import_article, pg_temp.import_number"
)


@dataclass(frozen=True)
class _Target:
    """What the sheet is compared with: prices of a list, or costs."""

    now: str
    has_twins: str
    warns_of_cost: bool
    facts: dict[str, Any]


def compare_prices(
    batch: ImportBatch, layout: Layout, rows: int, *, keeps_all: bool = True, by: Actor, at: datetime
) -> dict[str, Any]:
    """Compares import_raw, keeps the batch's ImportRow and returns the report. One transaction.

    The whole comparison stays in the connection's temporary table import_compared, for who publishes it at once; he may
    do without `keeps_all`, and only rows with a warning or a fault are kept.
    """
    target = _target(batch, at)
    facts = {
        **target.facts,
        "batch": batch.pk,
        "own_brand": layout.brand,
        "scientific": _SCIENTIFIC,
        "keeps_all": keeps_all,
    }
    with change(by, at), connection.cursor() as cursor:
        allow_long_work()
        cursor.execute("SET LOCAL synchronous_commit = off")  # a crash costs a second reading
        cursor.execute("SET LOCAL default_statistics_target = 10")  # enough to choose between joins of whole tables
        if rows >= MANY:
            cursor.execute("SET LOCAL enable_nestloop = off")
        texts = _texts(layout)
        cursor.execute(_DROP)
        cursor.execute("ANALYZE import_raw")
        for statement in (_BRANDS, _ARTICLES, _NUMBERS):
            cursor.execute(statement.format(**texts), facts)
        cursor.execute("ANALYZE import_brand, import_article")
        _compare_rows(_rows_statement(target, layout, texts), texts, facts)
        if _told(target.has_twins, facts):
            cursor.execute(_TWINS)
        if _told(_HAS_MISSING, {}):
            cursor.execute("SET LOCAL enable_nestloop = on")
            cursor.execute(_MISSING)
        report = read_report()
        if "other_price" in layout.columns:
            report["other_column"] = _told(_OTHER, {})
        cursor.execute(_FORGET, facts)
        cursor.execute(_KEEP, facts)
        if report["bad"] + report["unknown"] + report["doubtful"]:
            cursor.execute(_KEEP_SAID.format(**texts, too_large=TOO_LARGE, longest=LONGEST_SAID), facts)
    return report


def _compare_rows(statement: str, texts: dict[str, str], facts: dict[str, Any]) -> None:
    """Fills import_compared; looks for uncommon spellings of prices only where there seem to be some."""
    with connection.cursor() as cursor:
        if _told(_BEGINS_ODDLY.format(**texts), facts):
            _read_spellings(texts)
        cursor.execute(statement, facts)
        if _told(_HAS_UNREAD, {}):
            _read_spellings(texts)
            cursor.execute("DROP TABLE import_compared")
            cursor.execute(statement, facts)
        cursor.execute("ANALYZE import_compared (product_id, verdict)")


def _told(question: str, facts: dict[str, Any]) -> int:
    """The answer to a question: a number, or whether some long work is worth doing."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return int(cursor.fetchone()[0])


def _target(batch: ImportBatch, at: datetime) -> _Target:
    if batch.kind == ImportKind.COSTS:
        return _Target(_COST_NOW, _HAS_TWIN_COSTS, warns_of_cost=False, facts={})
    price_list = batch.price_list
    assert price_list is not None  # a constraint of the batch
    rate = _rate(price_list.currency, at)
    has_costs = _told("SELECT EXISTS (SELECT FROM catalog_cost)", {})
    return _Target(
        _PRICE_NOW,
        _HAS_TWIN_PRICES,
        warns_of_cost=has_costs and rate is not None,
        facts={"price_list": price_list.pk, "is_gross": price_list.is_gross, "rate": rate},
    )


def _rate(currency: str, at: datetime) -> Any:
    """Roubles for one of the list's money, None where no rate is known."""
    if currency == Currency.RUB:
        return 1
    day = timezone.localdate(at, timezone.get_default_timezone())
    statement = """SELECT roubles FROM catalog_rate WHERE currency = %s AND valid_from_on <= %s
                    ORDER BY valid_from_on DESC LIMIT 1"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [currency, day])
        found = cursor.fetchone()
    return found[0] if found else None


def _texts(layout: Layout) -> dict[str, str]:
    """SQL of what a row of import_raw says, NULL where it says nothing."""
    named = raw_columns(layout)
    texts = {name: named.get(name, "NULL::text") for name in ("brand", "article", "price", "quantity")}
    texts["is_other"] = "false"
    if other := named.get("other_price"):
        texts["is_other"] = f"{texts['price']} IS NULL AND {other} IS NOT NULL"
        texts["price"] = f"coalesce({texts['price']}, {other})"
    if layout.brand:
        texts["brand"] = f"coalesce({texts['brand']}, %(own_brand)s)"
    return {
        **texts,
        "cells": ", ".join(f"c{place}" for place in range(layout.width)),
        "price_is_plain": _IS_PLAIN.format(texts["price"]),
        "price_plain": _PLAIN_NUMBER.format(texts["price"]),
        "quantity_said": _QUANTITY.format(named["quantity"]) if "quantity" in named else "1",
    }


def _rows_statement(target: _Target, layout: Layout, texts: dict[str, str]) -> str:
    has_other = "other_price" in layout.columns
    more = _COST if target.warns_of_cost else ""
    more += ", said.is_other" if has_other else ""
    now = target.now + (_COSTS if target.warns_of_cost else "")
    said = _SAID.format(read=_READ.format(**texts), too_large=TOO_LARGE)
    return _ROWS.format(
        judged=_JUDGED.format(said=said, now=now, more=more),
        jump=ImportRow.JUMP,
        tenfold=ImportRow.TENFOLD,
        is_below=ImportRow.BELOW_COST,
        below_cost=_BELOW_COST if target.warns_of_cost else "false",
        is_other="is_other" if has_other else "false",
        other_column=ImportRow.OTHER_COLUMN,
    )


def _read_spellings(texts: dict[str, str]) -> None:
    """Reads every uncommon spelling of a price once, some thousand at a time."""
    with connection.connection.cursor(name="import_spellings") as spellings, connection.cursor() as cursor:
        spellings.execute(_SPELLINGS.format(**texts))
        while found := spellings.fetchmany(SPELLINGS_AT_ONCE):
            _note_spellings(cursor, [_spelling(text) for (text,) in found])
        cursor.execute("ANALYZE import_number")


def _note_spellings(cursor: Any, readings: list[tuple[str, Decimal | None, str | None]]) -> None:
    with cursor.copy("COPY import_number FROM STDIN") as copy:
        for reading in readings:
            copy.write_row(reading)


def _spelling(text: str) -> tuple[str, Decimal | None, str | None]:
    try:
        return text, unit_price4(read_number(text)), None
    except UnreadableNumber as unreadable:
        return text, None, unreadable.fault.value
