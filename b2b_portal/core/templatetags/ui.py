"""Tags and filters of the look: money, quantities, days, icons, articles. Built into every template, no {% load %}.

Numbers follow the reader's language: `8 940,00 ₽` and `8,940.00 ₽`. All gaps inside a number are no-break spaces, a
minus is U+2212, kopecks are quiet. Nothing here rounds money: it arrives rounded and is only written down.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from b2b_portal.core.icons import NAMES, sprite_digest

register = template.Library()

NBSP = "\u00a0"
MINUS = "\u2212"
NONE = "—"
SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "CNY": "¥"}


def _is_russian() -> bool:
    return (get_language() or "ru").startswith("ru")


def _written(
    value: Decimal | int, places: int, *, least: int | None = None, is_russian: bool | None = None
) -> tuple[str, str]:
    """The whole part with its minus and groups, and the fraction with its point ("" when there is none)."""
    whole, _, fraction = f"{abs(value):,.{places}f}".partition(".")
    if least is not None:
        fraction = fraction[:least] + fraction[least:].rstrip("0")
    if value < 0:
        whole = MINUS + whole
    if _is_russian() if is_russian is None else is_russian:
        return whole.replace(",", NBSP), "," + fraction if fraction else ""
    return whole, "." + fraction if fraction else ""


def _sum(value: Decimal | int | None, currency: str, *, places: int, least: int | None = None) -> tuple[str, str]:
    if value is None:
        return NONE, ""
    whole, fraction = _written(value, places, least=least)
    sign = SIGNS.get(currency) or escape(currency)
    return whole, fraction + (NBSP + sign if sign else "")


def _quiet(parts: tuple[str, str]) -> SafeString:
    whole, rest = parts  # digits and a sign, nobody's words
    return SafeString(f'<span class="m">{whole}<i>{rest}</i></span>' if rest else f'<span class="m">{whole}</span>')


@register.simple_tag
def money(value: Decimal | int | None, currency: str = "RUB", *, kopecks: bool = True) -> SafeString:
    """A sum: loud roubles, quiet kopecks and sign; a dash for None. `kopecks=False` writes whole roubles only."""
    return _quiet(_sum(value, currency, places=2 if kopecks else 0))


@register.simple_tag
def unit_price(value: Decimal | None, currency: str = "RUB") -> SafeString:
    """A price of one unit: two to four decimals, as many as it has."""
    return _quiet(_sum(value, currency, places=4, least=2))


@register.simple_tag
def price_steps(steps: Iterable[tuple[Decimal | int, Decimal]], own: Decimal | int | None = None) -> SafeString:
    """What a unit costs from which quantity on, the step of the `own` quantity marked."""
    words, is_russian = gettext("from %(n)s"), _is_russian()
    lines = []
    for quantity_from, price in steps:
        n = "".join(_written(quantity_from, 3, least=0, is_russian=is_russian))
        unit = _quiet(_written(price, 4, least=2, is_russian=is_russian))
        chosen = ' class="on"' if quantity_from == own else ""
        lines.append(f"<span{chosen}><span>{words % {'n': n}}</span><span>{unit}</span></span>")
    return SafeString(f'<span class="tiers">{"".join(lines)}</span>')


@register.filter
def money_text(value: Decimal | int | None, currency: str = "RUB") -> str:
    """A sum as plain text, for labels and sentences."""
    return "".join(_sum(value, currency, places=2))


@register.filter
def quantity_text(value: Decimal | int | None) -> str:
    """A quantity as plain text: grouped, with at most three decimals."""
    return NONE if value is None else "".join(_written(value, 3, least=0))


@register.simple_tag
def quantity(value: Decimal | int | None, unit: str = "") -> SafeString:
    """A quantity, with its unit behind a no-break space."""
    return SafeString(f'<span class="n">{quantity_text(value)}{NBSP + escape(unit) if unit else ""}</span>')


@register.simple_tag
def percent(rate: Decimal | float | None, *, signed: bool = False) -> str:
    """A fraction as a percentage: 0.22 is `22 %` in Russian and `22%` in English; `signed` adds the plus."""
    if rate is None:
        return NONE
    share = Decimal(str(rate)) * 100
    plus = "+" if signed and share > 0 else ""
    return plus + "".join(_written(share, 1, least=0)) + (f"{NBSP}%" if _is_russian() else "%")


@register.filter
def day_text(value: date | datetime | None, style: str = "") -> str:
    """A day as plain text: `14 апреля`, `14 Apr`; with the year when it is not this one; style "short": `14 апр`."""
    if value is None:
        return NONE
    on = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    month = date_format(on, "E") if _is_russian() else date_format(on, "M")
    words = [str(on.day), month[:3] if style == "short" else month]
    if on.year != timezone.localdate().year:
        words.append(str(on.year))
    return NBSP.join(words)


@register.filter
def moment_text(value: datetime | None, style: str = "") -> str:
    """A moment as plain text in the reader's time zone: `14 апреля, 10:42`."""
    if value is None:
        return NONE
    return f"{day_text(value, style)},{NBSP}{timezone.localtime(value):%H:%M}"


def _time(value: date | datetime | None, words: str) -> SafeString:
    if value is None:
        return format_html("{}", NONE)
    return format_html('<time class="nw" datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def day(value: date | datetime | None, *, short: bool = False) -> SafeString:
    """A day with its machine-readable twin."""
    return _time(value, day_text(value, "short" if short else ""))


@register.simple_tag
def moment(value: datetime | None, *, short: bool = False) -> SafeString:
    """A moment with its machine-readable twin."""
    return _time(value, moment_text(value, "short" if short else ""))


@lru_cache(maxsize=1)
def _sprite_address() -> str:
    return reverse("core:sprite", args=[sprite_digest()])


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "", *, tone: str = "", label: str = "") -> SafeString:
    """An icon of the sprite: `size` "s" or "l", `tone` a status colour; `label` only where no word stands next to it.

    Raises ValueError for a name that the sprite does not have.
    """
    if name not in NAMES:
        raise ValueError(f"no icon {name!r} in b2b_portal.core.icons")
    classes = " ".join(filter(None, ["ic", f"ic-{size}" if size else "", tone]))
    meaning = format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"')
    return format_html('<svg class="{}"{}><use href="{}#i-{}"/></svg>', classes, meaning, _sprite_address(), name)


@register.simple_tag
def stepper(
    name: str,
    value: object,
    label: str,
    *,
    pack: object = None,
    min: object = None,
    max: object = None,
    input_id: object = "",
    form_id: object = "",
    state: str = "",
    size: str = "",
    note: str = "",
    disabled: object = False,
) -> SafeString:
    """A quantity with its two buttons, as <c-stepper>: `state` "on" or "bad", `size` "l", `note` a line below."""
    off = " disabled" if disabled else ""
    kind = " ".join(filter(None, ("step", size, state)))
    facts: dict[str, Any] = {
        "name": name or "quantity",
        "value": value,
        "id": input_id,
        "form": form_id,
        "aria-label": label,
        "data-pack": pack or 1,
        "data-min": min or 0,
        "data-max": "" if max is None else max,
    }
    written = " ".join(
        [
            f'{key}="{fact if isinstance(fact, int) else conditional_escape(fact)}"'
            for key, fact in facts.items()
            if fact != "" and fact is not None
        ]
    )
    written += ' inputmode="numeric" autocomplete="off"' + (' aria-invalid="true"' if state == "bad" else "")
    fewer, more = (
        f'<button type="button" data-by="{by}" tabindex="-1" aria-label="{words}"{off}>{icon(sign, "s")}</button>'
        for by, words, sign in ((-1, gettext("Decrease"), "minus"), (1, gettext("Increase"), "plus"))
    )
    below = f'<small class="pack{" bad" if state == "bad" else ""}">{conditional_escape(note)}</small>' if note else ""
    return SafeString(f'<span class="{kind}">{fewer}<input {written}{off}>{more}</span>{below}')


def _matched(text: str, query: str) -> tuple[int, int] | None:
    """Where `query` stands in `text`, case and separators ignored; the end is exclusive."""
    places = [at for at, sign in enumerate(text) if sign.isalnum()]
    wanted = "".join(sign for sign in query if sign.isalnum()).casefold()
    found = "".join(text[at].casefold()[:1] for at in places).find(wanted) if wanted else -1
    if found < 0:
        return None
    return places[found], places[found + len(wanted) - 1] + 1


@register.simple_tag
def article(text: str, query: str = "") -> SafeString:
    """An article with the searched part under the marker."""
    span = _matched(text, query or "")
    if span is None:
        return format_html('<span class="art">{}</span>', text)
    start, end = span
    return format_html('<span class="art">{}<mark>{}</mark>{}</span>', text[:start], text[start:end], text[end:])


@register.filter
def initials(name: str) -> str:
    """The first letters of the first two words: `Алексей Ковалёв` is `АК`."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.simple_tag(takes_context=True)
def here(context: dict[str, Any], *prefixes: str) -> SafeString:
    """aria-current for a link: "page" when this is its page, "true" when the page lies below it.

    The front page `/` has nothing below it; more prefixes add the sections that belong to the same link.
    """
    request = context.get("request")
    path = request.path if request else ""
    if path in prefixes:
        return SafeString('aria-current="page"')
    is_below = any(prefix not in ("", "/") and path.startswith(prefix) for prefix in prefixes)
    return SafeString('aria-current="true"' if is_below else "")


@register.simple_tag
def meter(
    value: Decimal | float,
    total: Decimal | float,
    *,
    label: str = "",
    tone: str = "",
    pace: Decimal | float | None = None,
    big: bool = False,
) -> SafeString:
    """A bar as SVG whose widths are attributes, because the policy forbids inline style; `pace` is a tick, 0 to 100."""
    share = min(100.0, max(0.0, 100 * float(value) / float(total))) if total else 0.0
    height = 8 if big else 6
    tick = ""
    if pace is not None:
        tick = format_html('<line class="tick" x1="{0}%" x2="{0}%" y1="-3" y2="9"/>', f"{float(pace):.1f}")
    return format_html(
        '<svg class="meter{}{}" role="img" aria-label="{}, {}">'
        '<rect class="track" width="100%" height="{}" rx="3"/>'
        '<rect class="fill" width="{}%" height="{}" rx="3"/>{}</svg>',
        f" {tone}" if tone else "",
        " big" if big else "",
        label,
        percent(share / 100),
        height,
        f"{share:.1f}",
        height,
        tick,
    )


@register.simple_tag(takes_context=True)
def page_href(context: dict[str, Any], param: str, number: int) -> str:
    """This page's query string with another page number."""
    query = context["request"].GET.copy()
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_numbers(page: "Page[Any]") -> list[int | str]:
    """The numbers around the current page, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
