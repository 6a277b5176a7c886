"""Publish a compared sheet of stock."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.await_stock import promise_days
from catalog.actions.expire_reservations import expire_locked
from catalog.enums import MovementKind, ReservationState
from catalog.models import ImportBatch, Stock

CHUNK_ROWS = 2_000
Note = Callable[[int, int], None]  # rows written so far, those of them refused; raises JobCancelled

_TABLE = """
    CREATE TEMP TABLE IF NOT EXISTS stock_said (
        place int PRIMARY KEY, line int, product_id bigint, warehouse_id bigint, was int, becomes int, expected_on date,
        coming int
    );
    TRUNCATE stock_said;
"""
_SAID = """
    WITH chosen AS (
        SELECT * FROM catalog_importrow
         WHERE batch_id = %(batch)s
           AND (verdict IN ('new', 'up', 'down') OR verdict = 'missing' AND %(removes_missing)s)
           AND (%(all_brands)s OR brand_id = ANY(%(brands)s))
    ), said AS (
        SELECT line, product_id, (detail ->> 'warehouse')::bigint AS warehouse_id, coalesce(was, 0) AS was,
               nullif(becomes, coalesce(was, 0)) AS becomes, (detail ->> 'on')::date AS expected_on,
               (detail ->> 'coming')::int AS coming
          FROM chosen
        UNION ALL
        SELECT line, product_id, (detail ->> 'warehouse')::bigint, 0, NULL, (gone ->> 'on')::date, 0
          FROM chosen, jsonb_array_elements(detail -> 'dropped') AS gone
    )
    INSERT INTO stock_said SELECT row_number() OVER (ORDER BY product_id, line, becomes), said.* FROM said
"""
_CHUNK = "place > %(after)s AND place <= %(after)s + %(rows)s"
_LOCK_PRODUCTS = f"""
    SELECT id FROM catalog_product WHERE id IN (SELECT product_id FROM stock_said WHERE {_CHUNK})
     ORDER BY id FOR NO KEY UPDATE
"""
_MAKE = f"""
    INSERT INTO catalog_stock (warehouse_id, product_id, on_hand, reserved)
    SELECT warehouse_id, product_id, 0, 0 FROM stock_said WHERE {_CHUNK} AND becomes > 0
     ORDER BY product_id, warehouse_id
    ON CONFLICT (product_id, warehouse_id) DO NOTHING
"""
_LOCK_STOCK = f"""
    SELECT stock.id FROM catalog_stock AS stock JOIN stock_said AS said USING (product_id, warehouse_id)
     WHERE {_CHUNK} AND becomes IS NOT NULL ORDER BY stock.id FOR NO KEY UPDATE OF stock
"""
_DUE = """
    SELECT DISTINCT stock_id FROM catalog_reservation WHERE stock_id = ANY(%s) AND state = %s AND until <= %s
"""
# the balance is what it was when the file was compared, or the row waits for another comparison
_MOVE = f"""
    WITH moved AS (
        UPDATE catalog_stock AS stock SET on_hand = said.becomes
          FROM stock_said AS said
         WHERE {_CHUNK} AND stock.product_id = said.product_id AND stock.warehouse_id = said.warehouse_id
           AND stock.on_hand = said.was AND stock.on_hand <> said.becomes AND stock.reserved <= said.becomes
        RETURNING stock.id, said.becomes - said.was AS delta
    )
    INSERT INTO catalog_stockmovement (stock_id, kind, on_hand_delta, reserved_delta, author_uid, moved_at)
    SELECT id, %(kind)s, delta, 0, %(author)s, %(at)s FROM moved
"""
_REFUSE = f"""
    UPDATE catalog_importrow AS row
       SET verdict = 'bad', reason = CASE WHEN stock.on_hand = said.was THEN 'below_reserved'
                                          ELSE 'changed_meanwhile' END,
           said = CASE WHEN stock.on_hand = said.was THEN said.becomes || ' < ' || stock.reserved
                       ELSE said.was || ' → ' || stock.on_hand END
      FROM stock_said AS said
      JOIN catalog_stock AS stock USING (product_id, warehouse_id)
     WHERE {_CHUNK} AND row.batch_id = %(batch)s AND row.line = said.line AND stock.on_hand <> said.becomes
"""
_TAKEN = f"""
    SELECT said.* FROM stock_said AS said
      JOIN catalog_importrow AS row ON row.batch_id = %(batch)s AND row.line = said.line AND row.verdict <> 'bad'
     WHERE {_CHUNK} AND said.coming IS NOT NULL AND said.expected_on IS NOT NULL
"""
_EXPECT = f"""
    INSERT INTO catalog_transit (product_id, warehouse_id, expected_on, quantity)
    SELECT product_id, warehouse_id, expected_on, coming FROM ({_TAKEN}) AS said WHERE coming > 0
        ON CONFLICT (product_id, warehouse_id, expected_on) DO UPDATE SET quantity = excluded.quantity
     WHERE catalog_transit.quantity <> excluded.quantity
    RETURNING product_id
"""
_EXPECT_NO_MORE = f"""
    DELETE FROM catalog_transit AS transit USING ({_TAKEN}) AS said
     WHERE said.coming = 0 AND transit.product_id = said.product_id AND transit.warehouse_id = said.warehouse_id
       AND transit.expected_on = said.expected_on
    RETURNING transit.product_id
"""


def publish_stock(
    *, batch: ImportBatch, brand_ids: Collection[int], removes_missing: bool, by: Actor, at: datetime, note: Note
) -> dict[str, Any]:
    """Sets balances and arrivals to what the sheet says, of some brands or of all; returns how many rows changed them.

    A row whose balance moved after the comparison, or that would leave less than buyers have reserved, is refused and
    marked so. Works chunk by chunk, each a transaction: a second run writes what the first did not. Who waits for goods
    gets them by beat. Locks: the products, then the stock rows, each by primary key. Raises StaffOnly, JobCancelled.
    """
    require_staff(by)
    facts = {
        "batch": batch.pk,
        "brands": list(brand_ids),
        "all_brands": not brand_ids,
        "removes_missing": removes_missing,
        "kind": MovementKind.CORRECTION.value,
        "author": by.user_uid,
        "at": at,
        "rows": CHUNK_ROWS,
    }
    total = _staged(facts, by, at)
    report = {"balances": 0, "arrivals": 0, "refused": 0}
    for after in range(0, total, CHUNK_ROWS):
        note(after, report["refused"])
        with change(by, at):
            written = _publish_chunk(facts | {"after": after}, by, at)
        report = {name: count + written[name] for name, count in report.items()}
    return report


def _staged(facts: dict[str, Any], by: Actor, at: datetime) -> int:
    """Lists the rows to publish in the order of products, so that chunks lock in one direction; how many they are."""
    with change(by, at), connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute(_SAID, facts)
        total: int = cursor.rowcount
        cursor.execute("ANALYZE stock_said")
    return total


def _publish_chunk(facts: dict[str, Any], by: Actor, at: datetime) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_PRODUCTS, facts)
        cursor.execute(_MAKE, facts)
        cursor.execute(_LOCK_STOCK, facts)
        _clear_due([pk for (pk,) in cursor.fetchall()], by, at)
        cursor.execute(_MOVE, facts)
        balances = cursor.rowcount
        cursor.execute(_REFUSE, facts)
        refused = cursor.rowcount
        expected = []
        for statement in (_EXPECT, _EXPECT_NO_MORE):
            cursor.execute(statement, facts)
            expected += [product_id for (product_id,) in cursor.fetchall()]
    promise_days(set(expected))
    return {"balances": balances, "arrivals": len(expected), "refused": refused}


def _clear_due(stock_ids: list[int], by: Actor, at: datetime) -> None:
    """Ends reservations that ran out on locked stock rows: they hold nothing back."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [stock_ids, ReservationState.ACTIVE.value, at])
        due = [pk for (pk,) in cursor.fetchall()]
    if due:
        expire_locked(list(Stock.objects.filter(pk__in=due).order_by("pk")), by=by, at=at)
