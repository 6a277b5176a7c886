"""Words handed over as plain lines: `id => words`, plurals as `one | other => one | few | many`."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from b2b_portal.core.translations.typography import typo

ARROW = " => "
BAR = " | "
CARET = " ^ "


@dataclass(frozen=True)
class Words:
    """The translation of one id; three forms where it has a plural. `context ^ id` names a context."""

    singular: str
    forms: tuple[str, ...]
    context: str = ""


def parse(lines: Iterable[str]) -> list[Words]:
    r"""Reads lines; `\n` is a line break, lines without an arrow and comments (#) are left out."""
    words = []
    for line in lines:
        identity, arrow, translation = line.strip().partition(ARROW)
        if not arrow or line.startswith("#"):
            continue
        context, caret, named = identity.rpartition(CARET)
        forms = tuple(_unescaped(form) for form in translation.split(BAR))
        words.append(Words(_unescaped(named.split(BAR)[0]), forms, context if caret else ""))
    return words


def merge(catalogue: Catalog, words: Iterable[Words]) -> list[str]:
    """Fills the translations, with no-break spaces where Russian typography wants them. Returns ids nobody asks for."""
    unknown = []
    known = {(_first(message), message.context or ""): message for message in catalogue if message.id}
    for one in words:
        message = known.get((one.singular, one.context))
        if message is None:
            unknown.append(one.singular)
        elif message.pluralizable:
            message.string = tuple(typo(form) for form in _forms(one.forms, catalogue.num_plurals))
        else:
            message.string = typo(BAR.join(one.forms))
    return unknown


def _unescaped(text: str) -> str:
    return text.strip().replace("\\n", "\n")


def _forms(forms: tuple[str, ...], wanted: int) -> tuple[str, ...]:
    return forms + forms[-1:] * (wanted - len(forms))


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
