"""What a buyer may ask his account manager about his orders, worded for him. Pure."""

from django.utils.translation import gettext_lazy as _

_WORDS = {
    "credit-short": _("Our order does not fit into the credit limit. Please allow us more, for now or for good:"),
    "credit-overdue": _("We have overdue debts and cannot order on credit. Please lift this until we have paid:"),
    "no-contract": _("We have no contract with you yet and want to order. Please make one:"),
    "small-order": _("Our order is smaller than our contract allows. Please let this one pass:"),
    "nobody-decides": _("A rule of ours asks for a decision that nobody here could take. Please help us mend it:"),
}


def request_for(what: str) -> str:
    """The beginning of a request that a greyed button offers; nothing for one that nobody offers."""
    return f"{_WORDS[what]} " if what in _WORDS else ""
