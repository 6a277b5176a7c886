"""Every message of the project: Python files by Babel, templates by the template lexer."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from django.conf import settings

from b2b_portal.core.translations.found import Found
from b2b_portal.core.translations.templates import template_messages

SOURCES = ("accounts", "b2b_portal", "catalog", "documents", "orders")
TEMPLATES = "templates"
TEMPLATE_SUFFIXES = {".html", ".txt"}
# what each function's arguments are: 1 = message, 2 = plural, "c" = context
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], None),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}


def all_messages(root: Path | None = None) -> list[Found]:
    """Messages of the whole project, file by file."""
    root = root or Path(settings.BASE_DIR)
    found: list[Found] = []
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                found += python_messages(path, str(path.relative_to(root)))
    for path in sorted((root / TEMPLATES).rglob("*")):
        if path.suffix in TEMPLATE_SUFFIXES:
            found += template_messages(path.read_text(), str(path.relative_to(root)))
    return found


def python_messages(path: Path, where: str) -> Iterator[Found]:
    """Yields the messages that a Python file asks for with literal strings."""
    with path.open("rb") as file:
        for _line, message, _comments, context in extract("python", file, keywords=KEYWORDS):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            if singular:
                yield Found(singular, plural, context or "", where)
