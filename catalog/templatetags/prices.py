"""Why a price is what it is, behind the price: written in Python, for a page of results holds fifty of them."""

from datetime import datetime
from decimal import Decimal
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from b2b_portal.core.templatetags.ui import NBSP, NONE, moment_text, quantity, quantity_text, unit_price
from catalog.pricing import FLOOR, PERCENT, PricedLine, Step

register = template.Library()

_ADDED = ("percent", "amount")  # figures that are added to a price bear their sign


@register.simple_tag
def why_price(line: PricedLine, place: object) -> SafeString:
    """The unit price as a button, and what it opens: no script is needed. `place` makes the id unique on the page."""
    words, name = escape(gettext("Why this price")), f"why-{escape(str(place))}"
    return SafeString(
        f'<button class="why" type="button" popovertarget="{name}">{unit_price(line.unit_gross)}'
        f'<span class="vh">, {words}</span></button>'
        f'<div class="menu why-menu" id="{name}" popover data-anchored role="group" aria-label="{words}">'
        f'<p class="cap"><b>{words}</b></p>{why_steps(line)}</div>'
    )


@register.simple_tag
def why_steps(line: PricedLine, names_floor: bool = True) -> SafeString:
    """The steps of the explanation, words left and figures right.

    `names_floor` is False for staff who may not see costs: who knows the list's margin would divide the floor by it.
    """
    told = [step for step in line.explanation if names_floor or step.kind != FLOOR]
    steps = [f"<div><dt>{escape(str(step.label))}</dt><dd>{_figure(step)}</dd></div>" for step in told]
    return SafeString(f'<dl class="kv end">{"".join(steps)}</dl>')


@register.simple_tag
def trail_value(value: object) -> str:
    """A field of the audit trail for a reader: a moment, a number, yes or no, or words."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal):
        return quantity_text(value)
    return NONE if value in (None, "") else str(value)


def _figure(step: Step) -> str:
    if step.value is None:
        return ""
    plus = "+" if step.kind in _ADDED and step.value > 0 else ""
    if step.unit == PERCENT:
        return f"{plus}{quantity_text(step.value)}{NBSP}%"
    return f"{plus}{unit_price(Decimal(step.value), step.unit)}" if step.unit else str(quantity(step.value))
