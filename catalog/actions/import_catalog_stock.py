"""Stock of one chunk: what the feed counts replaces what is on hand, never below what is reserved."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from accounts.actors import Actor
from catalog.enums import MovementKind
from catalog.models import Warehouse

_RECEIVE = """
    WITH made AS (
        INSERT INTO catalog_stock (warehouse_id, product_id, on_hand, reserved)
        SELECT %(warehouse)s, offer.product_id, offer.stock, 0
          FROM feed_offer AS offer
         WHERE offer.stock > 0
           AND NOT EXISTS (SELECT FROM catalog_stock AS stock
                            WHERE stock.product_id = offer.product_id
                              AND stock.warehouse_id = (SELECT %(warehouse)s::bigint))
         ORDER BY offer.product_id
        ON CONFLICT (product_id, warehouse_id) DO NOTHING
        RETURNING id, product_id, on_hand
    ), trail AS (
        INSERT INTO catalog_stockmovement (stock_id, kind, on_hand_delta, reserved_delta, author_uid, moved_at)
        SELECT id, %(receipt)s, on_hand, 0, %(author)s, %(at)s FROM made
    )
    INSERT INTO feed_changed SELECT product_id FROM made
"""
_LOCK = """
    INSERT INTO feed_stock (stock_id, product_id, on_hand, becomes)
    SELECT stock.id, stock.product_id, stock.on_hand, greatest(offer.stock, stock.reserved)
      FROM catalog_stock AS stock
      JOIN feed_offer AS offer ON offer.product_id = stock.product_id AND offer.stock IS NOT NULL
     WHERE stock.warehouse_id = (SELECT %(warehouse)s::bigint)
       AND stock.on_hand <> greatest(offer.stock, stock.reserved)
     ORDER BY stock.id
       FOR NO KEY UPDATE OF stock
"""
_CORRECT = """
    UPDATE catalog_stock AS stock SET on_hand = counted.becomes
      FROM feed_stock AS counted
     WHERE stock.id = counted.stock_id AND stock.reserved <= counted.becomes
"""
_TRAIL = """
    WITH trail AS (
        INSERT INTO catalog_stockmovement (stock_id, kind, on_hand_delta, reserved_delta, author_uid, moved_at)
        SELECT stock_id, %(correction)s, becomes - on_hand, 0, %(author)s, %(at)s FROM feed_stock
    )
    INSERT INTO feed_changed SELECT product_id FROM feed_stock
"""


def save_stock(warehouse: Warehouse, by: Actor, at: datetime) -> int:
    """Sets balances to what the offers of a chunk say; returns how many changed. Inside change().

    Locks: the stock rows that differ, by primary key.
    """
    facts: dict[str, int | str | UUID | datetime | None] = {
        "warehouse": warehouse.pk,
        "receipt": MovementKind.RECEIPT.value,
        "correction": MovementKind.CORRECTION.value,
        "author": by.user_uid,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, facts)
        corrected: int = cursor.rowcount
        if corrected:
            cursor.execute(_CORRECT, facts)
            cursor.execute(_TRAIL, facts)
        cursor.execute(_RECEIVE, facts)
        corrected += cursor.rowcount
    return corrected
