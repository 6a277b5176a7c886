"""When an order is paid, in words."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.terms import Terms
from b2b_portal.core.templatetags.ui import money_text, percent


def payment_words(terms: Mapping[str, str]) -> str:
    """The terms that an order froze, as a sentence's part: prepayment, deferral, or a part of each."""
    agreed = Terms()
    share = int(terms.get("prepayment_percent", agreed.prepayment_percent))
    days = int(terms.get("deferral_days", agreed.deferral_days))
    if share >= 100:
        return _("prepayment by invoice")
    rest = _rest(days)
    return (
        _("prepayment %(share)s, the rest %(when)s") % {"share": percent(share / 100), "when": rest} if share else rest
    )


def paid_words(gross: Decimal, deferred_gross: Decimal, terms: Mapping[str, str]) -> str:
    """How one order is paid, as a sentence's part: what was agreed when it was sent, not what the contract allows."""
    if not deferred_gross:
        return _("prepayment by invoice")
    rest = _rest(int(terms.get("deferral_days", Terms().deferral_days)))
    if deferred_gross == gross:
        return rest
    sums = {"prepaid": money_text(gross - deferred_gross), "deferred": money_text(deferred_gross), "when": rest}
    return _("%(prepaid)s prepaid, %(deferred)s %(when)s") % sums


def _rest(days: int) -> str:
    if not days:
        return _("on shipment")
    return ngettext("within %(days)s day of shipment", "within %(days)s days of shipment", days) % {"days": days}
