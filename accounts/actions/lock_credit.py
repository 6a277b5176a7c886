"""Lock a contract's credit account: after the company, before stock in the order of locks."""

from datetime import datetime

from accounts.actions.move_credit import move_credit
from accounts.actors import Actor
from accounts.enums import CreditKind
from accounts.models import Contract, CreditAccount
from accounts.queries.terms import contract_terms


def lock_credit(*, contract: Contract, by: Actor, at: datetime) -> CreditAccount:
    """Locks the account until the caller's transaction ends and returns it as it is now.

    The first call opens it with the limit of the contract's terms.
    """
    opened, is_new = CreditAccount.objects.get_or_create(contract=contract)
    account = CreditAccount.objects.select_for_update(no_key=True).get(pk=opened.pk)
    account.contract = contract
    limit = contract_terms(contract).credit_limit if is_new else None
    if limit:
        move_credit(account=account, kind=CreditKind.LIMIT, by=by, at=at, limit=limit)
    return account


def lock_open_credit(contract_id: int) -> CreditAccount | None:
    """The locked account as it is now; None where none was ever needed."""
    return CreditAccount.objects.select_for_update(no_key=True).filter(contract_id=contract_id).first()
