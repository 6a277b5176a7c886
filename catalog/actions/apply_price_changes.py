"""Bring a price list to what a set of changes says."""

from operator import itemgetter
from typing import Any

from django.db import connection

from b2b_portal.core.long_work import allow_long_work
from catalog.models import PriceListVersion

MANY = 20_000  # from here on whole tables are hashed; below, indexes are asked row by row

# {source}: a subquery with product_id, quantity, was, becomes; NULL = no such row
_UPDATE = """
    UPDATE catalog_price AS price SET unit_price = change.becomes
      FROM ({source}) AS change
     WHERE price.price_list_id = %(price_list)s AND price.product_id = change.product_id
       AND price.quantity = change.quantity AND price.unit_price = change.was
       AND change.was IS NOT NULL AND change.becomes IS NOT NULL
"""
_INSERT = """
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT %(price_list)s, product_id, quantity, becomes FROM ({source}) AS change
     WHERE was IS NULL ORDER BY product_id
"""
_DELETE = """
    DELETE FROM catalog_price AS price USING ({source}) AS change
     WHERE price.price_list_id = %(price_list)s AND price.product_id = change.product_id
       AND price.quantity = change.quantity AND price.unit_price = change.was AND change.becomes IS NULL
"""
_TRAIL = """
    INSERT INTO catalog_pricechange (version_id, product_id, quantity, was, becomes)
    SELECT %(version)s, product_id, quantity, was, becomes FROM ({source}) AS change ORDER BY product_id
"""


class PricesMoved(Exception):
    """A row to be changed is not what the changes say it was: the transaction must be rolled back."""


def apply_price_changes(
    *, version: PriceListVersion, source: str, facts: dict[str, Any], new: int, changed: int, removed: int
) -> None:
    """Writes the changes to the version's list and to its trail. Inside change(), after open_price_version.

    `source` is SQL of ours, `facts` its parameters; the counts say how many rows each kind has, and a kind of none is
    not asked for. Raises PricesMoved when a row is not there any more or holds another price than `was`.
    """
    parameters = {**facts, "price_list": version.price_list_id, "version": version.pk}
    with connection.cursor() as cursor:
        allow_long_work()
        if new + changed + removed >= MANY:
            cursor.execute("SET LOCAL enable_nestloop = off")
        for statement, rows in filter(itemgetter(1), ((_DELETE, removed), (_UPDATE, changed), (_INSERT, new))):
            cursor.execute(statement.format(source=source), parameters)
            if cursor.rowcount != rows:
                raise PricesMoved(f"{cursor.rowcount} of {rows} rows")
        cursor.execute(_TRAIL.format(source=source), parameters)
