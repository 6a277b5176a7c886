"""A small sheet that staff send or fetch: its columns, and how a cell's text becomes a value and back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from catalog.articles import printed
from catalog.feed import DEAREST, MOST_PIECES
from catalog.imports.profiles import PLAIN

FORMULA = ("=", "+", "-", "@", "\t", "\r")
YES, NO = {"1", "yes", "true", "да", "+"}, {"0", "no", "false", "нет", "-"}
WITHOUT_VAT = {"без ндс", "no vat", "-"}

Read = Callable[[str], Any]


class Unreadable(ValueError):
    """A cell's text cannot be taken; the message says what to write instead."""

    def __init__(self, remedy: str | Promise) -> None:
        super().__init__(remedy)
        self.remedy = remedy


@dataclass(frozen=True)
class Sheet:
    """What was sent: the headings as typed, and the filled rows with their lines in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]

    def __len__(self) -> int:
        return len(self.rows)


def written(value: Any) -> object:
    """A value as a cell shows it: words for choices and for yes and no, numbers as they are."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Choices):
        return str(value.label)
    return "" if value is None else value


@dataclass(frozen=True)
class Column:
    """One column. `show` gives a row's value, `word` writes it; without `read` the column is told and never taken.

    A cell of a column that is needed must be filled; an empty one of another column leaves things as they are. Headings
    of the plain profile's column `alias` are understood too, so that one file fits the page and the command.
    """

    name: str
    title: Promise
    show: Callable[[Any], Any]
    read: Read | None = None
    is_needed: bool = False
    word: Callable[[Any], object] = written
    alias: str = ""

    def cell(self, row: Any) -> object:
        """The row's value as a sheet shows it."""
        return self.word(self.show(row))

    @property
    def column_name(self) -> str:
        """The heading in the reader's language; import-export asks for it under this name."""
        return capfirst(str(self.title))

    def is_meant_by(self, heading: str) -> bool:
        """Is this heading the column's name, or its title in any language of the shop?"""
        typed = printed(heading).casefold()
        if typed == self.name or typed in PLAIN.headings.get(self.alias, ()):
            return True
        return typed in _in_every_language(self.title)


@dataclass(frozen=True)
class Row:
    """One row as it was read: values by the columns' names, empty cells left out."""

    line: int
    values: dict[str, Any]


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before a sign that would begin one."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """The text without the guard, outer spaces and invisible characters."""
    return printed(text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text)


def text_up_to(length: int) -> Read:
    """Reads a text."""

    def read(text: str) -> str:
        if len(text) > length:
            raise Unreadable(_("%(count)s characters at most.") % {"count": length})
        return text

    return read


def whole_from(least: int) -> Read:
    """Reads a whole number; gaps between its groups are allowed."""

    def read(text: str) -> int:
        number = _number(text)
        if number is None or number != int(number) or not least <= number <= MOST_PIECES:
            raise Unreadable(_("Write a whole number, %(least)s or more.") % {"least": least})
        return int(number)

    return read


def unit_price(text: str) -> Decimal:
    """Reads a price above zero with at most four decimals."""
    number = _number(text)
    if number is None or not 0 < number < DEAREST or number.normalize().as_tuple().exponent < -4:
        raise Unreadable(_("Write a price above zero with at most four decimals, for example 8940.50."))
    return number


def vat_rate(text: str) -> Decimal | None:
    """Reads 22, 22 % or 0.22; «без НДС» is no rate at all."""
    if text.casefold() in WITHOUT_VAT:
        return None
    number = _number(text.removesuffix("%"))
    if number is not None and (number >= 1 or text.endswith("%")):
        number /= 100
    if number is None or not 0 <= number < 1 or number.normalize().as_tuple().exponent < -2:
        raise Unreadable(_("Write a whole percent, for example 22, or “no VAT”."))
    return number


def vat_words(rate: Decimal | None) -> str:
    """A VAT rate as papers word it."""
    return str(_("no VAT")) if rate is None else f"{rate * 100:.0f}%"


def yes_or_no(text: str) -> bool:
    """Reads a yes or a no in either language."""
    if text.casefold() not in YES | NO:
        raise Unreadable(_("Write yes or no."))
    return text.casefold() in YES


def choice_of(choices: type[Choices]) -> Read:
    """Reads one of the choices by its value or by its words in any language of the shop."""
    known: dict[str, Any] = {}  # filled by the first cell: languages are not ready when this is called

    def read(text: str) -> Any:
        if not known:
            known.update({typed: one for one in choices for typed in (one.value, *_in_every_language(one.label))})
        if text.casefold() not in known:
            words = ", ".join(str(one.label) for one in choices)
            raise Unreadable(_("Write one of: %(words)s.") % {"words": words})
        return known[text.casefold()]

    return read


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _in_every_language(label: Any) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield printed(str(label)).casefold()  # translations hold no-break spaces
