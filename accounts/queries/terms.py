"""Which terms are in force."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import Company, Contract
from accounts.terms import TERM_NAMES, Terms, terms_of


def open_contracts(company: Company) -> list[Contract]:
    """Contracts under which the company may buy, its default first; with their sellers, one query."""
    found = Contract.objects.select_related("seller").filter(company=company, is_open=True)
    return list(found.order_by("-is_default", "number"))


def chosen_contract(contracts: Sequence[Contract], uid: UUID | None) -> Contract | None:
    """The contract that was chosen; where none was, the default, or the only one there is."""
    if uid:
        return next((one for one in contracts if one.uid == uid), None)
    return next((one for one in contracts if one.is_default or len(contracts) == 1), None)


def contract_terms(contract: Contract) -> Terms:
    """The seller's defaults overridden by what the contract sets."""
    seller = contract.seller
    defaults = Terms(**{name: getattr(seller, name) for name in TERM_NAMES})
    return terms_of(defaults, {name: getattr(contract, name) for name in TERM_NAMES})
