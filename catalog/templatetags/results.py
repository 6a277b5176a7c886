"""A row of results, written in Python: fifty of them cost templates five times as much (docs/decisions).

Other people's words are escaped here, figures are written by the tags of the look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape  # Django's own looks at every call whether its text is a lazy one
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from b2b_portal.core.templatetags.forms import acting_field
from b2b_portal.core.templatetags.ui import (
    article,
    day,
    icon,
    percent,
    price_steps,
    quantity,
    quantity_text,
    stepper,
    unit_price,
)
from catalog.enums import AnalogueKind, Match
from catalog.models import Product
from catalog.queries.analogues import AnalogueRow, Link
from catalog.queries.listing import Column, Row
from catalog.queries.transit import Incoming
from catalog.templatetags.analogues import how_it_differs
from catalog.templatetags.prices import why_price

register = template.Library()

_UNSAID = (None, Match.NAME, Match.PREFIX, Match.PART)  # why a row was found goes without saying
_NONE = '<span class="st no">—</span>'
_SHAPES = {AnalogueKind.FULL: "s-dot", AnalogueKind.SUPERSEDED: "s-appr"}


@dataclass(frozen=True)
class _Words:
    """What every row says, in one language."""

    your_code: str
    in_stock: str
    in_transit: str
    on_request: str
    to_cart: str
    add: str
    quantity_of: str
    multiples: str
    at_least: str
    to_article: str
    was_due: str
    bought: str
    compare: str


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    return _Words(
        your_code=gettext("your code"),
        in_stock=gettext("In stock"),
        in_transit=gettext("In transit"),
        on_request=gettext("on request"),
        to_cart=gettext("To cart"),
        add=gettext("Add %(article_text)s to the cart"),
        quantity_of=gettext("Quantity of %(article_text)s"),
        multiples=gettext("in multiples of %(n)s"),
        at_least=gettext("from %(n)s"),
        to_article=gettext("to %(article)s"),
        was_due=gettext("was due"),
        bought=gettext("bought %(quantity)s on %(day)s"),
        compare=gettext("Compare"),
    )


@lru_cache(maxsize=1)
def _cart_address() -> str:
    return reverse("orders:cart-add")


@register.simple_tag(takes_context=True)
def product_row(
    context: Context, row: Row, analogue: AnalogueRow | None = None, *, is_first: bool = False
) -> SafeString:
    """One product of the table; with `analogue` a row unfolded under a hit.

    Context: listing, can_order, marked, opened, folded_url, csrf_token, request; narrowing where rows can be compared.
    """
    words, listing = _words(get_language() or ""), context["listing"]
    kind = ' class="sub"' if analogue else ' class="hit"' if is_first and row.match == Match.EXACT else ""
    cells = [
        f'<tr id="{row.row_id}"{kind}>',
        _identity(row.product, context.get("marked"), words, is_result=bool(context.get("narrowing"))),
        f'<td class="c-nm">{_name(row.product)}',
        _badges(row, analogue, context.get("opened"), context.get("folded_url"), words),
        "</td>",
        _stock(row.stock, row.quantity, words),
    ]
    if listing.has_incoming:
        cells.append(f'<td class="c-st r" data-w="{words.in_transit}">{_incoming(row.next_incoming, words)}</td>')
    if listing.has_prices:
        cells.append(f'<td class="c-pr r">{_price(row, analogue, context.get("opened"), words)}</td>')
    if listing.has_recommended:
        cells.append(f'<td class="c-rr r">{_recommended(row)}</td>')
    if context["can_order"]:
        cells.append(
            _to_cart(row, context.get("csrf_token"), acting_field(context), words)
            if row.price
            else '<td class="c-qt"></td><td class="c-ad"></td>'
        )
    return SafeString("".join([*cells, "</tr>"]))


@register.simple_tag
def analogue_badge(link: Link) -> SafeString:
    """How the other stands to the product: a shape, a word, a colour."""
    shape = icon(_SHAPES.get(link.kind, "s-half"), "s")
    return SafeString(f'<span class="badge alt">{shape}{escape(str(capfirst(link.label)))}</span>')


def _identity(product: Product, marked: str | None, words: _Words, *, is_result: bool) -> str:
    own = product.own_code
    pick = (
        f'<input class="pick wide-only" type="checkbox" name="p" value="{product.uid}" form="compare"'
        f' aria-label="{words.compare} {escape(product.article)}">'
        if is_result
        else ""
    )
    code = f'<span class="d">{words.your_code} <span class="art">{escape(own)}</span></span>' if own else ""
    return (
        f'<td class="c-pn">{pick}<a class="pn" href="{reverse("product", args=[product.uid])}">'
        f'{article(product.article, marked or "")}<span class="br">{escape(str(product.brand))}</span></a>{code}</td>'
    )


def _name(product: Product) -> str:
    package = product.attributes.get("package")
    more = f" · {escape(str(package))}" if package else ""
    return f'<span class="nm">{escape(product.name)}</span><span class="d">{escape(str(product.category))}{more}</span>'


def _badges(
    row: Row, analogue: AnalogueRow | None, opened: Product | None, folded_url: str | None, words: _Words
) -> str:
    """Why it was found, or how it stands to the hit above; what of it was bought last; how many can stand for it."""
    if analogue:
        differs = how_it_differs(analogue)
        more = f'<span class="d">{differs}</span>' if differs else ""
        return f'<span class="rowx bd">{analogue_badge(analogue.link)}{more}{_bought(row.product, words)}</span>'
    said = ""
    if row.match not in _UNSAID:
        fill = " fill hit" if row.match in (Match.EXACT, Match.OWN_CODE) else ""
        said = f'<span class="badge{fill}">{escape(str(capfirst(row.match.label)))}</span>'
    said += _bought(row.product, words)
    if row.analogues:
        said += _unfold(row, row.product == opened, escape(folded_url or ""))
    return f'<span class="rowx bd">{said}</span>' if said else ""


def _bought(product: Product, words: _Words) -> str:
    """What the company took of it last."""
    if product.last_bought_at is None:
        return ""
    pieces = quantity(product.last_quantity, str(product.get_unit_display()))
    return f'<span class="d nw">{words.bought % {"quantity": pieces, "day": day(product.last_bought_at)}}</span>'


def _unfold(row: Row, is_open: bool, folded: str) -> str:
    url = folded if is_open else f"{folded}&amp;analogues={row.product.uid}"
    words = ngettext("%(n)s analogue", "%(n)s analogues", row.analogues) % {"n": row.analogues}
    return (
        f'<a class="t2 unfold" id="unfold-{row.product.uid}" data-key="a" href="{url}#{row.row_id}" hx-get="{url}" '
        f'aria-expanded="{"true" if is_open else "false"}" hx-target="#results" hx-swap="outerHTML show:none" '
        f'hx-replace-url="true">{icon("s-appr", "s", tone="alt")} {words}</a>'
    )


def _stock(stock: Iterable[tuple[Column, int]], asked: int, words: _Words) -> str:
    return "".join(
        [
            f'<td class="c-st r" data-w="{escape(column.name) if column.code else words.in_stock}">'
            + (f'<span class="st{" few" if pieces < asked else ""}">{quantity(pieces)}</span>' if pieces else _NONE)
            + "</td>"
            for column, pieces in stock
        ]
    )


def _incoming(one: Incoming | None, words: _Words) -> str:
    """What of it comes next that nobody waits for, with its day; past the day it is said to be late."""
    if one is None:
        return _NONE
    pieces = f'<span class="st way">{quantity(one.free)}</span>' if one.free else _NONE
    on = day(one.expected_on, short=True)
    if one.is_late:
        return f'{pieces}<small class="warn"><span class="nw">{icon("s-tri", "s")} {words.was_due}</span> {on}</small>'
    return f"{pieces}<small>{on}</small>"


def _price(row: Row, analogue: AnalogueRow | None, opened: Product | None, words: _Words) -> str:
    """This company's price with its steps; under a hit the difference of a unit."""
    price = row.price
    if price is None:
        return f'<span class="c3">{words.on_request}</span>'
    difference = ""
    if analogue and opened and analogue.difference is not None:
        ok = " ok" if analogue.difference < 0 else ""
        than = words.to_article % {"article": escape(opened.article)}
        difference = f'<span class="d nw{ok}"><b>{percent(analogue.difference, signed=True)}</b> {than}</span>'
    steps = price_steps(price.breaks, row.step) if len(price.breaks) > 1 else ""
    return f'<span class="pr">{why_price(price, row.row_id)}</span>{difference}{steps}'


def _recommended(row: Row) -> str:
    if not row.recommended:
        return ""
    saving = row.saving
    less = f'<span class="d ok">{percent(saving)}</span>' if saving else ""
    return f'<span class="c2">{unit_price(row.recommended)}</span>{less}'


def _to_cart(row: Row, csrf_token: Any, acting: str, words: _Words) -> str:
    """The quantity, which belongs to the form of the button, and the button."""
    product, form_id, url = row.product, row.form_id, _cart_address()
    least, pack, note = product.smallest_order, product.pack_multiple, ""
    if least > 1:
        words_of_note = words.at_least if pack == 1 else words.multiples
        note = words_of_note % {"n": quantity_text(least if pack == 1 else pack)}
    label = words.quantity_of % {"article_text": product.article}
    chosen = stepper("quantity", row.quantity, label, pack=pack, min=least, form_id=form_id, note=note)
    add = escape(words.add % {"article_text": product.article})
    return (
        f'<td class="c-qt">{chosen}</td><td class="c-ad">'
        f'<form method="post" action="{url}" id="{form_id}" hx-post="{url}" hx-swap="none">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{csrf_token}">{acting}'
        f'<input type="hidden" name="product" value="{product.uid}">'
        f'<button class="btn ico pri" data-enter data-t="{words.to_cart}" aria-label="{add}">'
        f"{icon('cart')}</button></form></td>"
    )
