"""Why an order needs a yes, in sentences."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import SpendPeriod
from accounts.permissions import Role
from b2b_portal.core.templatetags.ui import money_text
from orders.approvals import LIMIT
from orders.enums import ReasonKind

_MOST = 3  # articles that a sentence names


def reason_words(kind: str, facts: Mapping[str, Any]) -> str:
    """The reason in the reader's language; an unknown one has no words."""
    match kind:
        case ReasonKind.TOTAL:
            words = _("the total is %(sum)s, the rule asks from %(from)s")
            return words % {"sum": money_text(Decimal(facts["sum"])), "from": money_text(Decimal(facts["from"]))}
        case ReasonKind.LINE:
            words = _("%(articles)s: a line from %(from)s")
            return words % {"articles": _named(facts), "from": money_text(Decimal(facts["from"]))}
        case ReasonKind.CATEGORY:
            return _("%(articles)s: of the section “%(name)s”") % {"articles": _named(facts), "name": facts["name"]}
        case ReasonKind.BRAND:
            return _("%(articles)s: of the brand %(name)s") % {"articles": _named(facts), "name": facts["name"]}
        case ReasonKind.NEW_PRODUCT:
            return _("%(articles)s: never bought before") % {"articles": _named(facts)}
        case ReasonKind.OVER_BUDGET:
            return _("over the limit: %(names)s") % {"names": ", ".join(_limited(name) for name in facts["names"])}
        case ReasonKind.ADDRESS:
            return _("delivered to %(name)s") % {"name": facts["name"]}
        case ReasonKind.ROLE:
            return _("ordered by a %(name)s") % {"name": _role(facts)}
        case ReasonKind.DEPARTMENT:
            return _("ordered by the department “%(name)s”") % {"name": facts["name"]}
        case ReasonKind.PROPOSED:
            return _("the author proposes orders and does not place them")
        case ReasonKind.ALWAYS:
            return _("the rule asks for every order")
    return ""


def _named(facts: Mapping[str, Any]) -> str:
    articles = facts["articles"]
    more = len(articles) - _MOST
    named = ", ".join(articles[:_MOST])
    return _("%(articles)s and %(n)s more") % {"articles": named, "n": more} if more > 0 else named


def _limited(name: str) -> str:
    """A budget by its name, a personal limit by its period."""
    kind = name.removeprefix(LIMIT)
    if kind == name or kind not in SpendPeriod.values:
        return name
    return _("the author's own limit, %(period)s") % {"period": SpendPeriod(kind).label}


def _role(facts: Mapping[str, Any]) -> str:
    return str(Role(facts["role"]).label) if facts.get("role") in set(Role) else str(facts["name"])
