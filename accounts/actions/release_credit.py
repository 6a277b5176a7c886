"""Free credit that is held for an order."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounts.actions.lock_credit import lock_open_credit
from accounts.actions.move_credit import held_for, move_credit
from accounts.actors import Actor
from accounts.enums import CreditKind
from b2b_portal.core.change import change
from b2b_portal.core.money import ZERO


def release_credit(*, contract_id: int, holder: UUID, by: Actor, at: datetime, keep: Decimal = ZERO) -> Decimal:
    """Frees what is held for the order down to `keep`, and returns how much that was; called again, nothing.

    What was shipped already is a debt and stays. Locks: the credit account.
    """
    with change(by, at):
        account = lock_open_credit(contract_id)
        held = held_for(account, holder) if account else ZERO
        freed = max(ZERO, held - keep)
        if account and freed:
            move_credit(account=account, kind=CreditKind.RELEASED, by=by, at=at, held=-freed, holder=holder)
        return freed
