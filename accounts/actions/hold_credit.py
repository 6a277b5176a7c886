"""Hold credit for an order."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_credit import lock_credit
from accounts.actions.move_credit import held_for, move_credit
from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import Contract
from accounts.queries.credit import credit_at, who_lifts
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class CreditShort(RuleBroken):
    """Less credit is free than the order defers. Facts: wanted, free, missing, who."""

    message = _(
        "Your credit is short by %(missing)s ₽: the order would defer %(wanted)s ₽, %(free)s ₽ are free. "
        "Defer a part and prepay the rest, prepay all, or ask %(who)s for more."
    )
    code = "credit_short"


class CreditOverdue(RuleBroken):
    """A debt is open past its grace days, so nothing new is deferred. Facts: overdue, due_on, who."""

    message = _(
        "%(overdue)s ₽ are overdue, the oldest since %(due_on)s: until they are paid nothing new is deferred. "
        "Prepay the order, or ask %(who)s to lift this."
    )
    code = "credit_overdue"


def hold_credit(*, contract: Contract, holder: UUID, gross: Decimal, by: Actor, at: datetime) -> None:
    """Takes of the contract's free credit what an order holds less than `gross`: called again it changes nothing.

    For orders that are not shipped: what was charged is held no more. Locks: the credit account. Raises CreditOverdue,
    CreditShort.
    """
    if gross <= 0:
        return
    with change(by, at):
        account = lock_credit(contract=contract, by=by, at=at)
        gross -= held_for(account, holder)
        if gross <= 0:
            return
        credit = credit_at(contract, account, at)
        if credit.is_blocked:
            raise CreditOverdue(overdue=credit.overdue_gross, due_on=credit.blocked_due_on, who=who_lifts(contract))
        if credit.free_gross < gross:
            missing = gross - credit.free_gross
            raise CreditShort(wanted=gross, free=credit.free_gross, missing=missing, who=who_lifts(contract))
        move_credit(account=account, kind=CreditKind.HELD, by=by, at=at, held=gross, holder=holder)
