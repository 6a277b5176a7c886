"""Make search rows true again."""

from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change

_ONE_AT_A_TIME = 7_302_031  # key of the advisory lock
_TAKE = """
    DELETE FROM catalog_searchdue WHERE id IN (SELECT id FROM catalog_searchdue ORDER BY id LIMIT %(most)s)
    RETURNING product_id, is_stock
"""
# goods are locked so that a change of one of them, not committed yet, is waited for and then read
_LOCK = "SELECT id FROM catalog_product WHERE id = ANY (%s) ORDER BY id FOR SHARE"


def refresh_search_rows(*, by: Actor, at: datetime, most: int = 2_000) -> int:
    """Writes the search rows of what is due; returns how many entries of the queue it took, 0 when nothing was due.

    Takes at most `most` entries, the oldest first. Locks the products. Beside another run there is nothing to do.
    """
    with change(by, at), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_TAKE, {"most": most})
        taken = cursor.fetchall()
        wholly = sorted({pk for pk, is_stock in taken if not is_stock})
        by_stock = sorted({pk for pk, is_stock in taken if is_stock}.difference(wholly))
        cursor.execute(_LOCK, [wholly])
        cursor.execute("SELECT catalog_search_refresh(%s::bigint[])", [wholly])
        cursor.execute("SELECT catalog_stock_class_refresh(%s::bigint[])", [by_stock])
    return len(taken)
