"""Keep the lowest prices of computed lists where costs and margins put them."""

from collections.abc import Sequence

from django.db import connection

from catalog.models import PriceFloorMove

# what the floors of lists should be; a floor is rounded up to the list's step, so that it is as neat as other prices
_WANTED = """
    SELECT list.id AS price_list_id, cost.product_id,
           step.size * (div(floor.exact, step.size) + CASE WHEN mod(floor.exact, step.size) > 0 THEN 1 ELSE 0 END)
           AS unit_price
      FROM catalog_pricelist AS list
      JOIN catalog_pricelist AS source ON source.id = list.source_id
      JOIN catalog_cost AS cost ON {products}
      JOIN catalog_product AS product ON product.id = cost.product_id
     CROSS JOIN LATERAL (SELECT coalesce(list.rounding_step, 0.01) AS size) AS step
     CROSS JOIN LATERAL (
           SELECT cost.unit_net * (1 + list.margin_floor * 0.01)
                  * CASE WHEN source.is_gross THEN 1 + coalesce(product.vat_rate, 0) ELSE 1 END AS exact
           ) AS floor
     WHERE list.margin_floor IS NOT NULL AND {lists}
"""
_MERGE = f"""
    MERGE INTO catalog_pricefloor AS floor
    USING ({_WANTED}) AS wanted
       ON floor.product_id = wanted.product_id AND floor.price_list_id = wanted.price_list_id
     WHEN MATCHED AND floor.unit_price <> wanted.unit_price THEN UPDATE SET unit_price = wanted.unit_price
     WHEN NOT MATCHED THEN INSERT (price_list_id, product_id, unit_price)
          VALUES (wanted.price_list_id, wanted.product_id, wanted.unit_price)
"""
_DROP = """
    DELETE FROM catalog_pricefloor AS floor USING catalog_pricelist AS list
     WHERE list.id = floor.price_list_id AND {lists} AND {products}
       AND (list.source_id IS NULL OR list.margin_floor IS NULL
            OR NOT EXISTS (SELECT 1 FROM catalog_cost AS cost WHERE cost.product_id = floor.product_id))
"""
_ONE_AT_A_TIME = 7_302_027  # key of the advisory lock
_LISTS = "(list.id = ANY (%(lists)s) OR list.source_id = ANY (%(lists)s))"


def keep_floors(*, price_list_ids: Sequence[int] | None = None, product_ids: Sequence[int] | None = None) -> int:
    """Writes the floors that costs and margins ask for, takes off the others; returns how many rows changed.

    A floor is cost * (1 + margin %), with VAT where the list's source has it, in roubles. Of the named lists and those
    computed from them, of the named products; without names of all. Inside change(): it belongs to the change that
    makes it necessary. Locks: one writer of floors at a time, after costs, lists and products.
    """
    lists = "true" if price_list_ids is None else _LISTS
    facts = {"lists": list(price_list_ids or ()), "products": list(product_ids or ())}
    of_cost, of_floor = (
        "true" if product_ids is None else f"{table}.product_id = ANY (%(products)s)" for table in ("cost", "floor")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        cursor.execute(_DROP.format(lists=lists, products=of_floor), facts)
        changed: int = cursor.rowcount
        cursor.execute(_MERGE.format(lists=lists, products=of_cost), facts)
        changed += int(cursor.rowcount)
    if changed:
        PriceFloorMove.objects.create(floors=changed)  # what depends on them sees at once that they are others
    return changed
