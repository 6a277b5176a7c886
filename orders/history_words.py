"""An order's history in sentences."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from b2b_portal.core.templatetags.ui import moment_text, money_text, quantity_text
from orders.enums import HistoryKind

# facts that stand in the sentence; a kind without a sentence, or an entry without its facts, is named by its label
_SENTENCES = {
    HistoryKind.RESERVED: gettext_lazy("Goods reserved until %(until)s"),
    HistoryKind.AWAITED: gettext_lazy("The rest is awaited: %(pieces)s pcs"),
    HistoryKind.AWAITED_RESERVED: gettext_lazy(
        "Awaited goods arrived, %(arrived)s pcs by now; all is reserved until %(until)s"
    ),
    HistoryKind.RENEWED: gettext_lazy("Reservation renewed until %(until)s"),
    HistoryKind.SHIPPED: gettext_lazy("Order shipped: %(pieces)s pcs"),
    HistoryKind.APPROVED: gettext_lazy("Approved on level %(level)s"),
    HistoryKind.LINE_LOWERED: gettext_lazy("Quantity of %(article)s lowered from %(quantity)s to %(becomes)s"),
    HistoryKind.LINE_SWAPPED: gettext_lazy("%(article)s swapped for %(other)s, %(quantity)s pcs"),
    HistoryKind.ASKED_ANEW: gettext_lazy("Asked anew: the order became dearer, %(gross)s instead of %(was)s"),
    HistoryKind.COLLECTOR_NAMED: gettext_lazy("%(collector)s fetches the goods, power of attorney № %(power)s"),
    HistoryKind.ESCALATED: gettext_lazy("Nobody decided, asked too: %(person)s"),
    HistoryKind.LINE_CANCELLED: gettext_lazy("Line cancelled: %(article)s, %(quantity)s pcs"),
}
_NUMBERS = ("pieces", "arrived", "quantity", "becomes")
_SUMS = ("was", "gross")


def history_words(kind: str, facts: Mapping[str, Any]) -> str:
    """What happened, with its facts and the reason if one was given; moments in the reader's time zone."""
    known = HistoryKind(kind)
    try:
        words = str(_SENTENCES[known]) % _worded(facts)
    except KeyError:
        words = str(known.label)
    if facts.get("in_place_of"):
        words = _("%(what)s, in place of %(people)s") % {"what": words, "people": facts["in_place_of"]}
    return (
        _("%(what)s. Reason: %(reason)s") % {"what": words, "reason": facts["reason"]} if facts.get("reason") else words
    )


def _worded(facts: Mapping[str, Any]) -> dict[str, str]:
    words = {name: quantity_text(value) if name in _NUMBERS else str(value) for name, value in facts.items()}
    words |= {name: money_text(Decimal(facts[name])) for name in _SUMS if name in facts}
    if "until" in facts:
        words["until"] = moment_text(datetime.fromisoformat(facts["until"]))
    return words
