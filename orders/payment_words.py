"""When an order is paid, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.terms import Terms
from b2b_portal.core.templatetags.ui import percent


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


def _rest(days: int) -> str:
    if not days:
        return _("on shipment")
    return ngettext("within %(days)s day of shipment", "within %(days)s days of shipment", days) % {"days": days}
