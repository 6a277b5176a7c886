"""The company's orders under way: what is held for how long, what is held no longer, what arrived."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.terms import Terms
from b2b_portal.core.money import to_cents
from b2b_portal.core.working_days import working_days_later
from catalog.enums import BackorderState, ReservationState
from orders.enums import HistoryKind, LineKind
from orders.queries.tell import UNDER_WAY

SOON_WORKING_DAYS = 2
ARRIVALS = timedelta(days=5)
MOST_ORDERS = 50

# Pieces are lost when they are neither held nor awaited. One row per order, with the figures of all of them.
_ORDERS = """
    WITH under_way AS MATERIALIZED (
         SELECT id, uid, number, renewals, contract_terms, reserved_until
           FROM orders_order WHERE company_id = %(company)s AND status = ANY(%(under_way)s))
    SELECT number, goods.kinds, goods.article, goods.gross, held.gross, held.until,
           CASE WHEN goods.pieces > held.pieces + awaited.pieces
                THEN least(coalesce(lost.until, reserved_until), %(at)s) END AS lost_at,
           arrived.at, renewals,
           (contract_terms ->> 'reservation_working_days')::int, (contract_terms ->> 'reservation_renewals')::int,
           count(*) OVER (), sum(held.gross) OVER (), count(held.until) OVER (), min(held.until) OVER ()
      FROM under_way
     CROSS JOIN LATERAL (
           SELECT count(*) AS kinds, coalesce(sum(quantity), 0) AS pieces, coalesce(sum(gross), 0) AS gross,
                  (array_agg(article ORDER BY position))[1] AS article
             FROM orders_orderline WHERE order_id = under_way.id AND kind = %(goods)s AND cancelled_at IS NULL) AS goods
     CROSS JOIN LATERAL (
           SELECT min(until) AS until, coalesce(sum(one.quantity), 0) AS pieces,
                  coalesce(sum(line.gross * one.quantity / line.quantity), 0) AS gross
             FROM catalog_reservation AS one
             JOIN catalog_stock AS stock ON stock.id = one.stock_id
             JOIN orders_orderline AS line ON line.order_id = under_way.id AND line.product_id = stock.product_id
                                          AND line.cancelled_at IS NULL
            WHERE one.holder = under_way.uid AND one.state = %(active)s AND one.until > %(at)s) AS held
     CROSS JOIN LATERAL (
           SELECT max(until) AS until FROM catalog_reservation
            WHERE holder = under_way.uid
              AND (state = %(expired)s OR state = %(active)s AND until <= %(at)s)) AS lost
     CROSS JOIN LATERAL (
           SELECT coalesce(sum(quantity - arrived), 0) AS pieces FROM catalog_backorder
            WHERE holder = under_way.uid AND state = %(waiting)s) AS awaited
     CROSS JOIN LATERAL (
           SELECT max(happened_at) AS at FROM orders_history
            WHERE order_id = under_way.id AND kind = %(arrived)s AND happened_at > %(lately)s) AS arrived
     ORDER BY held.until <= %(soon)s DESC NULLS LAST, lost_at DESC NULLS LAST, arrived.at DESC NULLS LAST, number
     LIMIT %(most)s
"""


@dataclass(frozen=True)
class HeldOrder:
    """An order under way. `ends_at` only when its goods are held no longer than to `Burning.soon`.

    `lost_at` is when goods it still wants were let go, `arrived_at` when awaited ones came lately; `renewals_left`
    counts what the buyer may do by himself.
    """

    number: int
    kinds: int
    first_article: str
    gross: Decimal
    ends_at: datetime | None
    lost_at: datetime | None
    arrived_at: datetime | None
    renewal_days: int
    renewals_left: int


@dataclass(frozen=True)
class Burning:
    """How many orders are under way, what of them is held now, and those that need a look."""

    under_way: int
    holding: int
    held_gross: Decimal
    next_end: datetime | None
    soon: datetime
    orders: tuple[HeldOrder, ...]


def burning(actor: Actor, at: datetime) -> Burning | None:
    """The orders of the actor's company at the moment; None when he may not see them. Two queries."""
    if actor.company is None or not can(actor, Permission.VIEW_ORDERS, actor.company):
        return None
    soon = working_days_later(at, SOON_WORKING_DAYS)
    with connection.cursor() as cursor:
        moments = {"at": at, "soon": soon, "lately": at - ARRIVALS}
        cursor.execute(_ORDERS, {**_PARAMETERS, **moments, "company": actor.company.pk})
        rows = cursor.fetchall()
    if not rows:
        return Burning(0, 0, Decimal(0), None, soon, ())
    under_way, held_gross, holding, next_end = rows[0][11:]
    orders = (_order(row[:11], soon) for row in rows)
    burn = tuple(order for order in orders if order.ends_at or order.lost_at or order.arrived_at)
    return Burning(under_way, holding, to_cents(held_gross), next_end, soon, burn)


_PARAMETERS: dict[str, Any] = {
    "under_way": [status.value for status in UNDER_WAY],
    "goods": LineKind.GOODS.value,
    "active": ReservationState.ACTIVE.value,
    "expired": ReservationState.EXPIRED.value,
    "waiting": BackorderState.WAITING.value,
    "arrived": HistoryKind.AWAITED_RESERVED.value,
    "most": MOST_ORDERS,
}


def _order(row: Any, soon: datetime) -> HeldOrder:
    number, kinds, article, gross, held_gross, until, lost_at, arrived_at, renewals, days, allowed = row
    ends_at = until if until and until <= soon and not lost_at else None
    agreed = Terms()
    return HeldOrder(
        number=number,
        kinds=kinds,
        first_article=article or "",
        gross=to_cents(held_gross if ends_at else gross),
        ends_at=ends_at,
        lost_at=lost_at,
        arrived_at=arrived_at,
        renewal_days=agreed.reservation_working_days if days is None else days,
        renewals_left=max(0, (agreed.reservation_renewals if allowed is None else allowed) - renewals),
    )
