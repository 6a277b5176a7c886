"""Requisites of both parties as an order freezes them."""

from accounts.models import Company, Contract, Seller

_SELLER = (
    "name",
    "inn",
    "kpp",
    "ogrn",
    "legal_address",
    "phone",
    "bank_name",
    "bik",
    "settlement_account",
    "correspondent_account",
    "director",
    "accountant",
)
_BUYER = ("name", "inn", "kpp", "ogrn", "legal_address")


def seller_requisites(seller: Seller) -> dict[str, str]:
    """Our requisites that day."""
    return {field: getattr(seller, field) for field in _SELLER}


def buyer_requisites(company: Company, contract: Contract) -> dict[str, str]:
    """The buyer's requisites that day and the contract as the basis."""
    facts = {field: getattr(company, field) for field in _BUYER}
    return {**facts, "contract_number": contract.number, "contract_signed_on": contract.signed_on.isoformat()}
