"""In what an analogue differs, by whom it is vouched for: in words, for a page of results holds dozens of them."""

from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from b2b_portal.core.templatetags.ui import day, percent
from catalog.differences import ByMeasure, Difference
from catalog.queries.analogues import AnalogueRow, Link

register = template.Library()

MOST_DIFFERENCES = 3


@register.simple_tag
def how_it_differs(one: AnalogueRow) -> SafeString:
    """What staff wrote of it, else the attributes that are not the same; the price by page, metre or piece."""
    told = [escape(one.link.differs_in)] if one.link.differs_in else _attributes(one)
    return SafeString(" · ".join([*told, *_by_measure(one.by_measure)]))


@register.simple_tag
def all_it_differs(one: AnalogueRow) -> SafeString:
    """As how_it_differs(), but the attributes too where staff wrote something."""
    told = [escape(one.link.differs_in)] if one.link.differs_in else []
    return SafeString(" · ".join([*told, *_attributes(one), *_by_measure(one.by_measure)]))


@register.simple_tag
def vouched(link: Link) -> SafeString:
    """Who of our staff says so, and when; that nobody does is said too."""
    if link.vouched_at is None:
        return SafeString(escape(gettext("not checked by us")))
    facts = {"day": day(link.vouched_at), "name": escape(link.vouched_by)}
    words = gettext("checked by %(name)s, %(day)s") if link.vouched_by else gettext("checked by us, %(day)s")
    return SafeString(words % facts)


def _attributes(one: AnalogueRow) -> list[str]:
    told = [_difference(difference) for difference in one.differs[:MOST_DIFFERENCES]]
    rest = len(one.differs) - MOST_DIFFERENCES
    if rest > 0:
        told.append(escape(ngettext("%(n)s more difference", "%(n)s more differences", rest) % {"n": rest}))
    return told


def _difference(one: Difference) -> str:
    facts = {"name": escape(one.name), "other": escape(one.other), "own": escape(one.own)}
    return gettext("%(name)s: %(other)s instead of %(own)s") % facts


def _by_measure(one: ByMeasure | None) -> list[str]:
    if one is None:
        return []
    ok = ' class="ok"' if one.difference < 0 else ""
    facts = {"percent": percent(one.difference, signed=True), "unit": escape(one.unit)}
    return [f"<b{ok}>{gettext('%(percent)s per %(unit)s') % facts}</b>"]
