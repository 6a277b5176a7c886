"""A language's file of messages: read, brought up to date, judged, written, compiled."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from b2b_portal.core.translations.found import Found

# English is the language of the ids; every other language of the shop has a file
TRANSLATED = tuple(code for code, _name in settings.LANGUAGES if code != "en")


def po_path(language: str) -> Path:
    """Where the language's messages are kept."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The language's messages; an empty catalogue where there is no file yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="django", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update(catalogue: Catalog, messages: Iterable[Found]) -> None:
    """Makes the catalogue hold exactly these messages; translations of those that stay are kept."""
    template = Catalog(domain="django", fuzzy=False, creation_date=catalogue.creation_date)
    for found in messages:
        template.add(found.id, context=found.context or None, locations=[(found.where, 1)])
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()


def write(language: str, catalogue: Catalog) -> None:
    """Writes the file sorted by id and without line numbers, so that a change of the code changes few lines of it."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = "# Messages of the shop. Update: ./run manage messages"
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "b2b-portal", "1", ""
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)


def faults(catalogue: Catalog, messages: Iterable[Found]) -> Iterator[str]:
    """One sentence per message that is missing, no longer asked for, not translated, or with a wrong placeholder."""
    wanted = {(found.singular, found.context): found for found in messages}
    known = {(_first(message.id), message.context or ""): message for message in catalogue if message.id}
    for key in sorted(wanted.keys() - known.keys()):
        yield f"missing: {key[0]!r} ({wanted[key].where})"
    for key in sorted(known.keys() - wanted.keys()):
        yield f"obsolete: {key[0]!r}"
    for key in sorted(known.keys() & wanted.keys()):
        yield from _faults_of(known[key], wanted[key], catalogue)


def _faults_of(message: Message, found: Found, catalogue: Catalog) -> Iterator[str]:
    if not is_translated(message):
        yield f"not translated: {found.singular!r} ({found.where})"
        return
    if message.fuzzy:
        yield f"to be looked at: {found.singular!r} ({found.where})"
    if found.plural and not message.pluralizable:
        yield f"without plural forms: {found.singular!r} ({found.where})"
    for error in message.check(catalogue):
        yield f"wrong: {found.singular!r}: {error}"


def is_translated(message: Message) -> bool:
    """True when every form has words."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def compile_language(language: str) -> Path:
    """Writes the .mo beside the .po, whole or not at all."""
    target = po_path(language).with_suffix(".mo")
    temporary = target.with_suffix(f".{os.getpid()}")
    with temporary.open("wb") as file:
        write_mo(file, read(language))
    os.replace(temporary, target)
    return target


def _first(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]
