"""Move balances of budgets: the only place where they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO
from orders.enums import BudgetMove
from orders.models import BudgetEntry, Order

_UPDATE = """
    WITH move AS (SELECT * FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[]) AS m(period_id, committed, spent)),
         moved AS (
             UPDATE orders_budgetperiod AS period
                SET committed = period.committed + move.committed,
                    spent = period.spent + move.spent,
                    overrun = CASE WHEN period.is_hard THEN greatest(0, period.committed + move.committed
                              + period.spent + move.spent - period.allotted) ELSE 0 END
               FROM move
              WHERE period.id = move.period_id
                AND period.committed + move.committed >= 0
                AND period.spent + move.spent >= 0
                AND (NOT period.is_hard OR %s OR move.committed + move.spent <= 0
                     OR period.committed + move.committed + period.spent + move.spent <= period.allotted)
             RETURNING period.id
         )
    SELECT count(*) FROM moved
"""


class BudgetRefused(RuleBroken):
    """The balance would fall below zero, or a hard budget be overspent."""

    message = _("The budget changed meanwhile. Look at it and repeat.")
    code = "budget_refused"


@dataclass(frozen=True)
class BudgetChange:
    """By how much the balance of one period changes; at most one change per period in a call."""

    period_id: int
    kind: BudgetMove
    amount: Decimal
    committed: Decimal = ZERO
    spent: Decimal = ZERO


def move_budget(
    *, changes: Sequence[BudgetChange], order: Order, by: Actor, at: datetime, may_exceed: bool = False
) -> None:
    """Changes balances by one conditional UPDATE and writes their append-only entries; inside the caller's change().

    Locks: the periods (callers lock them by key first when they touch several). Raises BudgetRefused.
    """
    if not changes:
        return
    columns = (
        [one.period_id for one in changes],
        [one.committed for one in changes],
        [one.spent for one in changes],
        may_exceed,
    )
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)
        if cursor.fetchone()[0] != len(changes):
            raise BudgetRefused()
    BudgetEntry.objects.bulk_create(
        BudgetEntry(
            period_id=one.period_id,
            kind=one.kind,
            amount=one.amount,
            committed_delta=one.committed,
            spent_delta=one.spent,
            holder=order.uid,
            by_uid=by.user_uid,
            by_name=by.name,
            happened_at=at,
        )
        for one in changes
    )
