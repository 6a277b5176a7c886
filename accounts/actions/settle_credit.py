"""Pay debts of a company, the oldest first."""

from datetime import datetime
from decimal import Decimal

from django.db.models import F

from accounts.actions.move_credit import move_credit
from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import Company, CreditAccount, CreditDebt
from b2b_portal.core.change import change


def settle_credit(*, company: Company, gross: Decimal, by: Actor, at: datetime, reason: str = "") -> Decimal:
    """Pays open debts of all contracts of the company with this sum, those due first first; returns what is left over.

    `reason` says by what. Locks: the company's credit accounts by primary key. The caller keeps one payment from being
    counted twice.
    """
    with change(by, at):
        locked = CreditAccount.objects.select_for_update(no_key=True).filter(contract__company=company)
        accounts = {account.pk: account for account in locked.order_by("pk")}
        left = gross
        for debt in _open_debts(accounts):
            paid = min(left, debt.gross - debt.paid_gross)
            if not paid:
                break
            CreditDebt.objects.filter(pk=debt.pk).update(paid_gross=F("paid_gross") + paid)
            move_credit(
                account=accounts[debt.account_id],
                kind=CreditKind.SETTLED,
                by=by,
                at=at,
                used=-paid,
                holder=debt.holder,
                due_on=debt.due_on,
                reason=reason,
            )
            left -= paid
        return left


def _open_debts(accounts: dict[int, CreditAccount]) -> list[CreditDebt]:
    """Asked after the accounts are locked, so that no debt comes or is paid meanwhile."""
    debts = CreditDebt.objects.filter(account__in=accounts, paid_gross__lt=F("gross"))
    return list(debts.order_by("due_on", "pk"))
