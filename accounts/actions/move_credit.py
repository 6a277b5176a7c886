"""Move a credit account: the only place that changes its sums."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import CreditAccount, CreditEntry
from b2b_portal.core.money import ZERO


def move_credit(
    *,
    account: CreditAccount,
    kind: CreditKind,
    by: Actor,
    at: datetime,
    limit: Decimal = ZERO,
    overrun: Decimal = ZERO,
    held: Decimal = ZERO,
    used: Decimal = ZERO,
    holder: UUID | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> CreditEntry:
    """Adds the changes to an account that the caller has locked, and writes its entry inside the caller's change()."""
    account.limit_gross += limit
    account.overrun_gross += overrun
    account.held_gross += held
    account.used_gross += used
    account.save(update_fields=["limit_gross", "overrun_gross", "held_gross", "used_gross"])
    return CreditEntry.objects.create(
        account=account,
        kind=kind,
        limit_delta=limit,
        overrun_delta=overrun,
        held_delta=held,
        used_delta=used,
        holder=holder,
        due_on=due_on,
        reason=reason,
        by_uid=by.user_uid,
        by_name=by.name,
        happened_at=at,
    )


def held_for(account: CreditAccount, holder: UUID) -> Decimal:
    """What the account holds for an order; under the account's lock it cannot change. One query."""
    return sum(account.entries.filter(holder=holder).values_list("held_delta", flat=True), ZERO)
