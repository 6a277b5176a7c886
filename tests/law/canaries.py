"""Facts that nobody else may see, and a search for them in every byte that the shop answers.

Canaries are unique: a number of seven digits or more, a word, a number by which a row is known, an uid. A number is
found in any spelling (`7351946.37`, `7 351 946,3700`, `7&nbsp;351&nbsp;946<i>,37</i>`, its whole part alone), in HTML,
plain text, JSON, headers and cookies, inside XLSX and gzip, and in the text of a PDF.
"""

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponseBase
from pypdf import PdfReader

LEAST_DIGITS = 7  # shorter numbers turn up by chance
AROUND = 60
_TAG = re.compile(r"<[^<>]*>")
_GAP = "[ \u00a0\u202f\u2009.,'’_]"
_NUMBER = re.compile(rf"(?<!\d)\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+")
_UID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
_NOT_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Leak:
    """A canary, where it was found, and the text around it."""

    canary: str
    place: str
    around: str

    def __str__(self) -> str:
        return f"{self.canary} in {self.place}: …{self.around}…"


@dataclass
class Canaries:
    """What is looked for, each by the name that a failure tells."""

    numbers: dict[str, str] = field(default_factory=dict)  # the digits of whole roubles
    words: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # a row's number, found only as it stands
    uids: dict[str, str] = field(default_factory=dict)

    def money(self, name: str, amount: Decimal | None) -> None:
        """A price or a sum; too short a number is no canary. Rounded up it is one too."""
        for whole in {str(int(amount)), str(int(amount) + 1)} if amount is not None else ():
            if len(whole) >= LEAST_DIGITS:
                self.numbers[whole] = name

    def word(self, name: str, text: str) -> str:
        """A word that stands nowhere else; returned to be planted."""
        assert len(text) >= LEAST_DIGITS, text
        self.words[text.lower()] = name
        return text

    def code(self, name: str, text: object) -> None:
        self.codes[str(text)] = name

    def uid(self, name: str, uid: object) -> None:
        self.uids[str(uid).replace("-", "")] = name

    def without(self, asked: str) -> "Canaries":
        """Those that the question itself did not hold: a page may repeat what was typed."""
        said = asked.lower()
        return Canaries(
            {number: name for number, name in self.numbers.items() if number not in said},
            {word: name for word, name in self.words.items() if word not in said},
            {code: name for code, name in self.codes.items() if code not in said},
            {uid: name for uid, name in self.uids.items() if uid not in said.replace("-", "")},
        )

    def __or__(self, other: "Canaries") -> "Canaries":
        return Canaries(
            self.numbers | other.numbers, self.words | other.words, self.codes | other.codes, self.uids | other.uids
        )

    def found_in(self, text: str, place: str) -> Iterator[Leak]:
        """Every canary of a text, as it is, without its tags, and with a gap for each tag."""
        plain = html.unescape(unquote(text)) if "%" in text else html.unescape(text)
        seen: set[str] = set()
        for variant in (plain, _TAG.sub("", plain), _TAG.sub(" ", plain)):
            for name, start, end in self._in(variant):
                if name not in seen:
                    seen.add(name)
                    yield Leak(name, place, " ".join(variant[max(0, start - AROUND) : end + AROUND].split()))

    def _in(self, text: str) -> Iterator[tuple[str, int, int]]:
        for match in _NUMBER.finditer(text):
            digits = _NOT_DIGIT.sub("", match[0])
            for name in self._numbers_in(digits):
                yield name, *match.span()
            if match[0] in self.codes:
                yield self.codes[match[0]], *match.span()
        lowered = text.lower()
        for word, name in self.words.items():
            if (start := lowered.find(word)) >= 0:
                yield name, start, start + len(word)
        for match in _UID.finditer(lowered):
            if name := self.uids.get(match[0].replace("-", "")):
                yield name, *match.span()

    def _numbers_in(self, digits: str) -> Iterator[str]:
        for length in {len(number) for number in self.numbers} if len(digits) >= LEAST_DIGITS else ():
            for start in range(len(digits) - length + 1):
                if name := self.numbers.get(digits[start : start + length]):
                    yield name


def leaks_of_answer(response: HttpResponseBase, canaries: Canaries) -> list[Leak]:
    """The canaries of one answer: status line, headers, cookies and body."""
    found = list(canaries.found_in(response.reason_phrase, "the status"))
    for name, value in response.headers.items():
        found += canaries.found_in(value, f"the header {name}")
    for name, cookie in response.cookies.items():
        for text in _cookie_texts(cookie.value):
            found += canaries.found_in(text, f"the cookie {name}")
    return found + leaks_of_bytes(body_of(response), canaries, "the body")


def body_of(response: Any) -> bytes:
    """The bytes of an answer, streamed or not."""
    if not response.streaming:
        return bytes(response.content)
    content = b"".join(response.streaming_content)
    response.streaming_content = [content]
    return content


def leaks_of_bytes(content: bytes, canaries: Canaries, place: str) -> list[Leak]:
    """The canaries of a file of whatever kind, inside of archives too."""
    return [leak for where, text in texts_of(content, place) for leak in canaries.found_in(text, where)]


def leaks_of_mail(content: bytes, canaries: Canaries) -> list[Leak]:
    """The canaries of a mail: its headers, texts and attachments."""
    message = message_from_bytes(content, policy=policy.default)
    found = list(canaries.found_in("\n".join(f"{name}: {value}" for name, value in message.items()), "its headers"))
    for part in message.walk():
        if not part.is_multipart():
            place = part.get_filename() or part.get_content_type()
            found += leaks_of_bytes(part.get_payload(decode=True) or b"", canaries, place)
            found += canaries.found_in(part.get_filename() or "", "the name of a file")
    return found


def leaks_of_rows(rows: Iterable[Mapping[str, Any]], canaries: Canaries, place: str) -> list[Leak]:
    """The canaries of rows of a table."""
    return [leak for row in rows for value in row.values() for leak in canaries.found_in(str(value), place)]


def texts_of(content: bytes, place: str) -> Iterator[tuple[str, str]]:
    """The texts that a reader of the bytes gets, each with its place."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{place} ({name})", name
                yield from texts_of(archive.read(name), f"{place} ({name})")
    elif content.startswith(b"\x1f\x8b"):
        yield from texts_of(gzip.decompress(content), f"{place} (unzipped)")
    elif content.startswith(b"%PDF-") and len(content) > len(b"%PDF-1.7\n"):
        yield from _pdf_texts(content, place)
    else:
        yield place, _decoded(content)


def _pdf_texts(content: bytes, place: str) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(content))
    yield f"{place} (about the PDF)", str(dict(reader.metadata or {}))
    for number, page in enumerate(reader.pages, 1):
        yield f"{place} (page {number})", page.extract_text()
    for name, files in reader.attachments.items():
        for file in files:
            yield from texts_of(file, f"{place} ({name})")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    text = content.decode("utf-8", errors="replace")
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text) if "\\u" in text else text


def _cookie_texts(value: str) -> Iterator[str]:
    """A cookie as it is, and what Django signed, encoded and packed in it."""
    yield value
    for part in value.lstrip(".").split(":"):
        try:
            packed = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
            yield _decoded(packed)
            yield _decoded(zlib.decompress(packed))
        except (binascii.Error, zlib.error, ValueError):
            continue
