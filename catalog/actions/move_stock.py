"""Move stock: the only place where balances change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.errors import RuleBroken
from catalog.enums import MovementKind
from catalog.models import Stock, StockMovement

_UPDATE = """
    WITH move AS (SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS m(stock_id, on_hand, reserved)),
         moved AS (
             UPDATE catalog_stock AS stock
                SET on_hand = stock.on_hand + move.on_hand, reserved = stock.reserved + move.reserved
               FROM move
              WHERE stock.id = move.stock_id
                AND stock.reserved + move.reserved BETWEEN 0 AND stock.on_hand + move.on_hand
             RETURNING stock.id
         )
    SELECT count(*) FROM moved
"""


class StockRefused(RuleBroken):
    """The balance would fall below zero or below what is reserved."""

    message = _("The stock changed meanwhile: this many pieces are no longer there.")
    code = "stock_refused"


@dataclass(frozen=True)
class Move:
    """By how much one stock row changes; at most one move per row in a call."""

    stock: Stock
    kind: MovementKind
    on_hand: int = 0
    reserved: int = 0


def move_stock(moves: Sequence[Move], holder: UUID | None, by: Actor, at: datetime) -> None:
    """Changes balances by one conditional UPDATE and writes their append-only trail; inside the caller's change().

    Locks: the stock rows (callers lock them by key first when they touch several). Raises StockRefused.
    """
    if not moves:
        return
    columns = ([one.stock.pk for one in moves], [one.on_hand for one in moves], [one.reserved for one in moves])
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)
        if cursor.fetchone()[0] != len(moves):
            raise StockRefused()
    StockMovement.objects.bulk_create(
        StockMovement(
            stock=one.stock,
            kind=one.kind,
            on_hand_delta=one.on_hand,
            reserved_delta=one.reserved,
            holder=holder,
            author_uid=by.user_uid,
            moved_at=at,
        )
        for one in moves
    )
    for one in moves:
        one.stock.on_hand += one.on_hand
        one.stock.reserved += one.reserved
