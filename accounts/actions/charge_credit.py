"""Charge what was shipped on credit."""

from datetime import date, datetime
from uuid import UUID

from accounts.actions.lock_credit import lock_open_credit
from accounts.actions.move_credit import held_for, move_credit
from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import CreditDebt
from b2b_portal.core.change import change


def charge_credit(
    *, contract_id: int, holder: UUID, source: UUID, due_on: date, by: Actor, at: datetime
) -> CreditDebt | None:
    """Turns what is held for an order into a debt to be paid by a day, once per `source` (what was shipped).

    None if nothing is held: the order was prepaid, or was charged before. Locks: the credit account.
    """
    with change(by, at):
        account = lock_open_credit(contract_id)
        held = held_for(account, holder) if account else None
        if not account or not held:
            return None
        debt = CreditDebt.objects.create(account=account, holder=holder, source=source, due_on=due_on, gross=held)
        move_credit(
            account=account, kind=CreditKind.CHARGED, by=by, at=at, held=-held, used=held, holder=holder, due_on=due_on
        )
        return debt
