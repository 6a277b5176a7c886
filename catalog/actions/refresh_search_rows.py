"""Make search rows true again."""

from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change

# goods are locked so that a change of one of them, not committed yet, is waited for and then read
_TAKE = """
    WITH taken AS (
        DELETE FROM catalog_searchdue WHERE id IN (
            SELECT id FROM catalog_searchdue ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
        RETURNING product_id
    )
    SELECT id FROM catalog_product WHERE id IN (SELECT product_id FROM taken) ORDER BY id FOR SHARE
"""


def refresh_search_rows(*, by: Actor, at: datetime, most: int = 2_000) -> int:
    """Writes the search rows and typed attributes of what is due; returns how many products, 0 when nothing was due.

    Takes at most `most` entries of the queue, the oldest first. Locks the products. Safe beside itself.
    """
    with change(by, at), connection.cursor() as cursor:
        cursor.execute(_TAKE, {"most": most})
        products = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT catalog_search_refresh(%s::bigint[])", [products])
    return len(products)
