"""Messages of a Django template, with the very lexer and the rules by which the template asks for them later.

Seen are {% translate %}, {% blocktranslate %}, _("...") inside tags and variables and in attributes of components.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal
from django.utils.translation import trim_whitespace

from b2b_portal.core.translations.found import Found

_LITERAL = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b_\({_LITERAL}\)")
_TRANSLATE = re.compile(rf"^(?:translate|trans)\s+{_LITERAL}(?:\s|\||$)")
_BLOCK = re.compile(r"^(?:blocktranslate|blocktrans)\b")
_END_OF_BLOCK = re.compile(r"^endblocktrans(?:late)?$")
_CONTEXT = re.compile(rf"\bcontext\s+{_LITERAL}")


def template_messages(source: str, where: str = "") -> Iterator[Found]:
    """Yields the messages of a template in reading order. Raises ValueError for a blocktranslate that is not closed."""
    block: _Block | None = None
    is_comment = False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.COMMENT:
            continue
        if is_comment or _is(token, "comment"):
            is_comment = not _is(token, "endcomment")
        elif block is None:
            if token.token_type == TokenType.BLOCK and _BLOCK.match(token.contents):
                block = _Block(token.contents)
            yield from _messages_of(token, where)
        elif token.token_type == TokenType.BLOCK and _END_OF_BLOCK.match(token.contents):
            yield block.message(where)
            block = None
        else:
            block.add(token)
    if block:
        raise ValueError(f"{where}: {{% {block.head} %}} is not closed")


def _is(token: Token, tag: str) -> bool:
    return token.token_type == TokenType.BLOCK and token.contents.split(maxsplit=1)[:1] == [tag]


def _messages_of(token: Token, where: str) -> Iterator[Found]:
    if token.token_type == TokenType.BLOCK and (match := _TRANSLATE.match(token.contents)):
        yield Found(_id(match[1]), context=_context(token.contents[match.end(1) :]), where=where)
    for literal in _CALL.findall(token.contents):
        yield Found(_id(literal), where=where)


def _id(literal: str) -> str:
    # a template doubles percent signs before it asks the catalogue
    return unescape_string_literal(literal).replace("%", "%%")


def _context(rest: str) -> str:
    match = _CONTEXT.search(rest)
    return unescape_string_literal(match[1]) if match else ""


@dataclass
class _Block:
    """A {% blocktranslate %} while it is read."""

    head: str
    singular: list[str] = field(default_factory=list)
    plural: list[str] | None = None

    def add(self, token: Token) -> None:
        if _is(token, "plural"):
            self.plural = []
            return
        text = f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents.replace("%", "%%")
        (self.singular if self.plural is None else self.plural).append(text)

    def message(self, where: str) -> Found:
        return Found(self._text(self.singular), self._text(self.plural or []), _context(self.head), where)

    def _text(self, parts: list[str]) -> str:
        text = "".join(parts)
        return trim_whitespace(text) if re.search(r"\btrimmed\b", self.head) else text
