"""Compare a sheet of stock with what lies in the warehouses and what is on its way to them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken
from catalog.imports.compare_rows import Comparison, Note, Report
from catalog.models import ImportBatch, Warehouse
from catalog.rows.said import Places
from catalog.rows.stock import stock_rows

# Reservations that ran out and wait for beat hold nothing back. This is a forecast by the database's clock: publishing
# decides under its locks.
_INSERT = """
    WITH judged AS (
        SELECT row.*, product.brand_id AS own_brand_id, stock.id AS stock_id, stock.on_hand AS was,
               (row.detail ->> 'coming')::int AS coming, coalesce(transit.quantity, 0) AS coming_was,
               CASE WHEN row.becomes < stock.reserved THEN stock.reserved - (
                    SELECT coalesce(sum(quantity), 0) FROM catalog_reservation AS due
                     WHERE due.stock_id = stock.id AND due.state = 'active' AND due.until <= statement_timestamp()
               ) END AS held
          FROM kind_found AS row
          LEFT JOIN catalog_product AS product ON product.id = row.product_id
          LEFT JOIN catalog_stock AS stock
            ON stock.product_id = row.product_id AND stock.warehouse_id = (row.detail ->> 'warehouse')::bigint
          LEFT JOIN catalog_transit AS transit
            ON transit.product_id = row.product_id AND transit.warehouse_id = (row.detail ->> 'warehouse')::bigint
           AND transit.expected_on = (row.detail ->> 'on')::date
    )
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, was, becomes, brand, article,
                                   reason, said, detail)
    SELECT %(batch)s, line,
           CASE WHEN verdict <> '' THEN verdict
                WHEN becomes < held THEN 'bad'
                WHEN becomes > 0 AND stock_id IS NULL THEN 'new'
                WHEN becomes > was THEN 'up'
                WHEN becomes < was THEN 'down'
                WHEN coming > coming_was THEN 'up'
                WHEN coming < coming_was THEN 'down'
                ELSE 'same' END,
           0, product_id, coalesce(own_brand_id, brand_id), was, becomes,
           CASE WHEN product_id IS NULL THEN brand END, CASE WHEN product_id IS NULL THEN article END,
           CASE WHEN verdict = '' AND becomes < held THEN 'below_reserved' ELSE nullif(reason, '') END,
           CASE WHEN verdict = '' AND becomes < held THEN becomes || ' < ' || held ELSE nullif(said, '') END,
           CASE WHEN coming IS NULL OR verdict <> '' THEN detail
                ELSE detail || jsonb_build_object('coming_was', coming_was) END
      FROM judged
"""
# a product whose arrivals the file tells is expected on those days only: its first row drops the others
_DROPPED_DAYS = """
    WITH told AS (
        SELECT product_id, (detail ->> 'warehouse')::bigint AS warehouse_id,
               min(line) FILTER (WHERE verdict <> 'repeated') AS line, array_agg((detail ->> 'on')::date) AS days
          FROM catalog_importrow AS row
         WHERE batch_id = %(batch)s AND detail ? 'coming' AND verdict IN ('new', 'up', 'down', 'same', 'repeated')
           AND product_id NOT IN (SELECT product_id FROM catalog_importrow
                                   WHERE batch_id = %(batch)s AND verdict = 'bad' AND product_id IS NOT NULL)
         GROUP BY product_id, detail ->> 'warehouse'
    ), gone AS (
        SELECT told.line, jsonb_agg(jsonb_build_object('on', transit.expected_on, 'coming_was', transit.quantity)
                                    ORDER BY transit.expected_on) AS days
          FROM told JOIN catalog_transit AS transit USING (product_id, warehouse_id)
         WHERE transit.expected_on <> ALL (array_remove(told.days, NULL))
         GROUP BY told.line
    )
    UPDATE catalog_importrow AS row
       SET verdict = CASE row.verdict WHEN 'same' THEN 'down' ELSE row.verdict END,
           detail = row.detail || jsonb_build_object('dropped', gone.days)
      FROM gone
     WHERE row.batch_id = %(batch)s AND row.line = gone.line
"""
_MISSING = """
    WITH told AS MATERIALIZED (
        SELECT product_id, (detail ->> 'warehouse')::bigint AS warehouse_id FROM catalog_importrow
         WHERE batch_id = %(batch)s AND product_id IS NOT NULL
    )
    INSERT INTO catalog_importrow (batch_id, line, verdict, flags, product_id, brand_id, was, becomes, detail)
    SELECT %(batch)s, (SELECT least(min(line), 0) FROM catalog_importrow WHERE batch_id = %(batch)s)
                      - row_number() OVER (ORDER BY stock.id),
           'missing', 0, stock.product_id, product.brand_id, stock.on_hand, 0,
           jsonb_build_object('warehouse', stock.warehouse_id)
      FROM catalog_stock AS stock
      JOIN catalog_product AS product ON product.id = stock.product_id
     WHERE stock.on_hand > 0 AND stock.warehouse_id IN (SELECT warehouse_id FROM told)
       AND NOT EXISTS (SELECT FROM told WHERE told.product_id = stock.product_id
                          AND (told.warehouse_id = stock.warehouse_id OR told.warehouse_id IS NULL))
"""


class WarehouseNotSaid(RuleBroken):
    """Nobody knows where these goods lie."""

    message = _("Choose the warehouse, or the column that holds its code.")
    code = "warehouse_not_said"


def compare_stock(batch: ImportBatch, rows: Iterator[tuple[int, list[str]]], layout: Places, note: Note) -> Report:
    """Writes what the sheet would change on hand and in transit, row by row; returns how many of which verdict.

    `was` and `becomes` are pieces on hand; `detail` holds the warehouse's id and, where the row tells arrivals, the day
    (`on`), the pieces (`coming`, `coming_was`) and the days that are no more (`dropped`). Raises WarehouseNotSaid,
    JobCancelled.
    """
    if batch.warehouse_id is None and "warehouse" not in layout.columns:
        raise WarehouseNotSaid
    warehouses = _warehouses()
    comparison = Comparison(batch, _INSERT, {}, note)
    comparison.take(stock_rows(rows, layout, warehouses, batch.warehouse_id))
    # several rows of one product are fine where each tells another day of arrival, and all the same on hand
    place = "product_id, detail -> 'warehouse'"
    comparison.mark_repeated(f"{place}, detail -> 'on'", "concat_ws(' ', becomes, '/', detail -> 'coming')")
    comparison.mark_repeated(place, "becomes", allows_twins=True)
    if "in_transit" in layout.columns:
        comparison.run(_DROPPED_DAYS)
    if "stock" in layout.columns:
        comparison.run(_MISSING)
    return comparison.report()


def _warehouses() -> dict[str, int]:
    """Ids by code, and by name where no code says the same."""
    known = list(Warehouse.objects.values_list("pk", "code", "name"))
    names = {name.casefold(): pk for pk, _code, name in known}
    return names | {code.casefold(): pk for pk, code, _name in known}
