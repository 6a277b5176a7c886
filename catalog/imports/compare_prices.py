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
_SPELLINGS = "SELECT DISTINCT {number} FROM import_raw WHERE NOT {is_plain}"
_ROWS = """
    CREATE TEMP TABLE import_compared AS
    SELECT line,
           CASE WHEN reason IS NOT NULL THEN 'bad'
                WHEN product_id IS NULL THEN CASE WHEN brands > 1 THEN 'doubtful' ELSE 'unknown' END
                WHEN was IS NULL THEN 'new' WHEN was < becomes THEN 'up' WHEN was > becomes THEN 'down' ELSE 'same' END
           AS verdict,
           CASE WHEN reason IS NULL AND was > 0 AND abs(becomes - was) > was * 0.3 THEN
                {jump} + CASE WHEN becomes >= was * 10 OR becomes * 10 <= was THEN {tenfold} ELSE 0 END ELSE 0 END
           + CASE WHEN reason IS NULL AND {below_cost} THEN {is_below} ELSE 0 END
           + CASE WHEN {is_other} THEN {other_column} ELSE 0 END AS flags,
           product_id, coalesce(product_brand_id, said_brand_id) AS brand_id, quantity, was, becomes,
           CASE WHEN product_id IS NULL OR reason IS NOT NULL THEN left(brand, {longest}) END AS brand,
           CASE WHEN product_id IS NULL OR reason IS NOT NULL THEN left(article, {longest}) END AS article,
           reason, CASE WHEN reason IS NOT NULL THEN left(said, {longest}) END AS said
      FROM ({judged}) AS judged
"""
# OFFSET 0: a figure that the rows above use ten times is computed once
_JUDGED = """
    SELECT said.line, said.brand, said.article, brand.id AS said_brand_id, alone.brands,
           coalesce(product.id, alone.product_id) AS product_id,
           CASE WHEN product.id IS NULL THEN alone.brand_id ELSE product.brand_id END AS product_brand_id,
           said.quantity, said.price AS becomes, now.unit_price AS was,
           CASE WHEN said.broken THEN 'bad_row' WHEN said.article IS NULL THEN 'no_article'
                WHEN length(said.article) > 100 OR said.article ~ %(scientific)s THEN 'bad_article'
                WHEN said.price IS NULL THEN coalesce(said.price_reason, 'no_price')
                WHEN said.price <= 0 THEN 'zero'
                WHEN said.price >= {too_large} THEN 'too_large'
                WHEN said.quantity IS NULL THEN 'bad_quantity' END AS reason,
           CASE WHEN said.price IS NULL OR said.price <= 0 OR said.price >= {too_large} THEN said.price_text
                ELSE said.quantity_text END AS said
           {more}
      FROM ({said}) AS said
      LEFT JOIN import_brand AS brand ON brand.text = said.brand
      LEFT JOIN catalog_product AS product ON product.brand_id = brand.id AND product.article = said.article
      LEFT JOIN import_article AS alone ON said.brand IS NULL AND alone.text = said.article
      {now} OFFSET 0
"""
_SAID = """
    SELECT raw.line, raw.broken, {brand} AS brand, {article} AS article,
           {price} AS price_text, {quantity} AS quantity_text, price.reason AS price_reason,
           {is_other} AS is_other,
           CASE WHEN {price_is_plain} THEN round({price_plain}, 4) ELSE price.value END AS price,
           {quantity_said} AS quantity
      FROM import_raw AS raw
      LEFT JOIN import_number AS price ON price.text = {price}
     WHERE num_nonnulls({cells}) > 1 OR raw.broken OFFSET 0
"""
# a quantity is written plainly or not taken; without one a price holds from the first piece
_QUANTITY = """
    CASE WHEN {0} IS NULL THEN 1
         WHEN {0} ~ '^[0-9]{{1,9}}([.,]0+)?$' THEN nullif(regexp_replace({0}, '[.,]0+$', '')::int, 0) END"""
_PRICE_NOW = """
    LEFT JOIN catalog_price AS now
      ON now.price_list_id = %(price_list)s AND now.product_id = coalesce(product.id, alone.product_id)
     AND now.quantity = said.quantity
"""
_COST_NOW = """
    LEFT JOIN (SELECT product_id, unit_net AS unit_price FROM catalog_cost) AS now
      ON now.product_id = coalesce(product.id, alone.product_id)
"""
_BELOW_COST = """
    becomes * %(rate)s < (SELECT unit_net FROM catalog_cost WHERE catalog_cost.product_id = judged.product_id)
                         * CASE WHEN %(is_gross)s THEN 1 + coalesce(vat_rate, 0) ELSE 1 END
"""
_HAS_TWINS = """
    SELECT EXISTS (SELECT FROM import_compared WHERE verdict IN ('new', 'up', 'down', 'same')
                    GROUP BY product_id, quantity HAVING count(*) > 1)
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
_MISSING = """
    INSERT INTO import_compared (line, verdict, flags, product_id, brand_id, quantity, was)
    SELECT -row_number() OVER (), 'missing', 0, price.product_id, product.brand_id, price.quantity, price.unit_price
      FROM catalog_price AS price
      JOIN catalog_product AS product ON product.id = price.product_id
     WHERE price.price_list_id = %(price_list)s AND NOT EXISTS (
           SELECT FROM import_compared AS row
            WHERE row.product_id = price.product_id AND row.quantity = price.quantity)
"""
# counting what the list has and what the file met is quicker than looking for each
_HAS_MISSING = """
    SELECT (SELECT count(*) FROM import_compared WHERE verdict IN ('up', 'down', 'same'))
           < (SELECT count(*) FROM catalog_price WHERE price_list_id = %(price_list)s)
"""
_OTHER = f"SELECT count(*) FROM import_compared WHERE flags & {ImportRow.OTHER_COLUMN} > 0"
_FORGET = "DELETE FROM catalog_importrow WHERE batch_id = %(batch)s"
_KEEP = """
    INSERT INTO catalog_importrow
           (batch_id, line, verdict, flags, product_id, brand_id, quantity, was, becomes, brand, article, reason, said)
    SELECT %(batch)s, line, verdict, flags, product_id, brand_id, quantity, was, becomes, brand, article, reason, said
      FROM import_compared
     WHERE %(keeps_all)s OR flags > 0 OR verdict NOT IN ('new', 'up', 'down', 'same')
     ORDER BY line
"""


_DROP = (
    "DROP TABLE IF EXISTS pg_temp.import_compared, pg_temp.import_brand, pg_temp.import_article, pg_temp.import_number"
)


@dataclass(frozen=True)
class _Target:
    """What the sheet is compared with: prices of a list, or costs."""

    now: str
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
        if rows >= MANY:
            cursor.execute("SET LOCAL enable_nestloop = off")
        texts = _texts(layout)
        cursor.execute(_DROP)
        cursor.execute("ANALYZE import_raw")
        for statement in (_BRANDS, _ARTICLES, _NUMBERS):
            cursor.execute(statement.format(**texts), facts)
        _read_spellings(texts["price"])
        cursor.execute("ANALYZE import_brand, import_article, import_number")
        cursor.execute(_rows_statement(target, layout, texts), facts)
        cursor.execute("ANALYZE import_compared (product_id, verdict)")
        if _told(_HAS_TWINS, facts):
            cursor.execute(_TWINS)
        if batch.kind == ImportKind.PRICES and _told(_HAS_MISSING, facts):
            cursor.execute(_MISSING, facts)
        report = read_report()
        if "other_price" in layout.columns:
            report["other_column"] = _told(_OTHER, {})
        cursor.execute(_FORGET, facts)
        cursor.execute(_KEEP, facts)
    return report


def _told(question: str, facts: dict[str, Any]) -> int:
    """The answer to a question: a number, or whether some long work is worth doing."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return int(cursor.fetchone()[0])


def _target(batch: ImportBatch, at: datetime) -> _Target:
    if batch.kind == ImportKind.COSTS:
        return _Target(_COST_NOW, warns_of_cost=False, facts={})
    price_list = batch.price_list
    assert price_list is not None  # a constraint of the batch
    rate = _rate(price_list.currency, at)
    has_costs = _told("SELECT EXISTS (SELECT FROM catalog_cost)", {})
    return _Target(
        _PRICE_NOW,
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
    more = ", coalesce(product.vat_rate, 0) AS vat_rate" if target.warns_of_cost else ""
    more += ", said.is_other" if has_other else ""
    said = _SAID.format(**texts)
    judged = _JUDGED.format(said=said, now=target.now, more=more, too_large=TOO_LARGE)
    return _ROWS.format(
        judged=judged,
        jump=ImportRow.JUMP,
        tenfold=ImportRow.TENFOLD,
        is_below=ImportRow.BELOW_COST,
        below_cost=_BELOW_COST if target.warns_of_cost else "false",
        is_other="is_other" if has_other else "false",
        other_column=ImportRow.OTHER_COLUMN,
        longest=LONGEST_SAID,
    )


def _read_spellings(price: str) -> None:
    """Reads every uncommon spelling of a price once, some thousand at a time."""
    statement = _SPELLINGS.format(number=price, is_plain=_IS_PLAIN.format(price))
    with connection.connection.cursor(name="import_spellings") as spellings, connection.cursor() as cursor:
        spellings.execute(statement)
        while found := spellings.fetchmany(SPELLINGS_AT_ONCE):
            _note_spellings(cursor, [_spelling(text) for (text,) in found])


def _note_spellings(cursor: Any, readings: list[tuple[str, Decimal | None, str | None]]) -> None:
    with cursor.copy("COPY import_number FROM STDIN") as copy:
        for reading in readings:
            copy.write_row(reading)


def _spelling(text: str) -> tuple[str, Decimal | None, str | None]:
    try:
        return text, unit_price4(read_number(text)), None
    except UnreadableNumber as unreadable:
        return text, None, unreadable.fault.value
