"""Let a company go above its limit, or order on credit in spite of overdue debts, for a time."""

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
from accounts.queries.credit import lifter_of
from accounts.queries.staff import require_staff
from accounts.queries.terms import contract_terms
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO


class NotTheApprover(RuleBroken):
    """The contract names another person for this. Facts: who."""

    message = _("Only %(who)s may do this under this contract.")
    code = "not_the_approver"


class OverrunTooLarge(RuleBroken):
    """The contract allows a smaller overrun. Facts: most."""

    message = _("The contract allows at most %(most)s ₽ above the limit.")
    code = "overrun_too_large"


class OverrunTooSmall(RuleBroken):
    """More than that is owed above the limit already. Facts: least."""

    message = _("%(least)s ₽ are held or owed above the limit already: allow at least that.")
    code = "overrun_too_small"


class UntilPast(RuleBroken):
    """The moment has passed."""

    message = _("Choose a moment that is still to come.")
    code = "until_past"


def override_credit(
    *,
    contract: Contract,
    gross: Decimal,
    despite_overdue: bool,
    until: datetime,
    reason: str,
    by: Actor,
    at: datetime,
) -> CreditAccount:
    """Until then new orders may use this sum above the limit, and with `despite_overdue` overdue debts forbid nothing.

    It replaces what was allowed before; with 0 and False it ends it. Locks: the company, the credit account. Raises
    StaffOnly, NotTheApprover, ReasonMissing, UntilPast, OverrunTooLarge, OverrunTooSmall.
    """
    require_staff(by)
    lifter = lifter_of(contract)
    if by.user and lifter and by.user != lifter:
        raise NotTheApprover(who=str(lifter))
    if not reason.strip():
        raise ReasonMissing(_("Say why: the reason stands in the account's entries."))
    if until <= at:
        raise UntilPast
    with change(by, at):
        lock_company(contract.company)
        account = lock_credit(contract=contract, by=by, at=at)
        _check(account, gross, contract_terms(contract).overrun_gross)
        account.overrun_until = until if gross else None
        account.overdue_allowed_until = until if despite_overdue else None
        account.save(update_fields=["overrun_until", "overdue_allowed_until"])
        step = gross - account.overrun_gross
        move_credit(account=account, kind=CreditKind.OVERRIDE, by=by, at=at, overrun=step, reason=reason.strip())
        return account


def _check(account: CreditAccount, gross: Decimal, most: Decimal) -> None:
    if gross > most:
        raise OverrunTooLarge(most=most)
    least = max(ZERO, account.held_gross + account.used_gross - account.limit_gross)
    if gross < least:
        raise OverrunTooSmall(least=least)
