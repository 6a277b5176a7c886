"""Which terms are in force."""

from accounts.models import Company, Contract
from accounts.terms import TERM_NAMES, Terms, terms_of


def default_contract(company: Company) -> Contract | None:
    """The contract under which the company buys when it chose no other; with its seller, one query."""
    return Contract.objects.select_related("seller").filter(company=company, is_default=True).first()


def contract_terms(contract: Contract) -> Terms:
    """The seller's defaults overridden by what the contract sets."""
    seller = contract.seller
    defaults = Terms(**{name: getattr(seller, name) for name in TERM_NAMES})
    return terms_of(defaults, {name: getattr(contract, name) for name in TERM_NAMES})
