"""Set how much a company may owe under a contract."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actions.lock_credit import lock_credit
from accounts.actions.move_credit import move_credit
from accounts.actions.suspend_company import ReasonMissing
from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import Contract, CreditAccount
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO


class LimitTooLow(RuleBroken):
    """More is owed than the new limit allows. Facts: owed."""

    message = _("%(owed)s ₽ are held or owed already: the limit cannot be lower.")
    code = "limit_too_low"


def set_credit_limit(*, contract: Contract, limit: Decimal, reason: str, by: Actor, at: datetime) -> CreditAccount:
    """The contract's limit from now on, never below what is held and used; the reason stands in the account's entries.

    Locks: the company, the credit account. Raises StaffOnly, ReasonMissing, LimitTooLow.
    """
    require_staff(by)
    if not reason.strip():
        raise ReasonMissing(_("Say why: the reason stands in the account's entries."))
    with change(by, at):
        lock_company(contract.company)
        account = lock_credit(contract=contract, by=by, at=at)
        owed = account.held_gross + account.used_gross - account.overrun_gross
        if limit < max(ZERO, owed):
            raise LimitTooLow(owed=owed)
        contract.credit_limit = limit
        contract.save(update_fields=["credit_limit"])
        step = limit - account.limit_gross
        if step:
            move_credit(account=account, kind=CreditKind.LIMIT, by=by, at=at, limit=step, reason=reason.strip())
        return account
