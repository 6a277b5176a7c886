"""What a buyer may ask his account manager about his orders, worded for him. Pure."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

_WORDS = {
    "credit-short": noop("Our order does not fit into the credit limit. Please allow us more, for now or for good: "),
    "credit-overdue": noop("We have overdue debts and cannot order on credit. Please lift this until we have paid: "),
}


def request_for(what: str) -> str:
    """The beginning of a request that a greyed button offers; nothing for one that nobody offers."""
    return gettext(_WORDS[what]) if what in _WORDS else ""
