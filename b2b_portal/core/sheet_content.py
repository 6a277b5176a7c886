"""Pure: what a file is by its first bytes, whatever its name says, and how the text of a CSV is written."""

import csv
import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GZIP = b"\x1f\x8b"
ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WIDE = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ";\t|,"  # of two that fit equally the former: commas stand in numbers and sentences too
JUDGED_LETTERS, JUDGED_ROWS = 64 * 1024, 50
COMMA_OF_A_NUMBER = re.compile(r"(?<=\d),(?=\d)")

STRANGERS: tuple[tuple[tuple[bytes, ...], "_StrPromise"], ...] = (
    ((b"%PDF",), _("this is a PDF document, not a table: ask for the table itself, as XLSX or CSV")),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _("this is a picture, not a table: ask for the table itself")),
    ((b"Rar!", b"7z\xbc\xaf"), _("this is an archive: unpack it and send the table itself")),
    ((*ZIP, OLE, GZIP), _("the archive holds no CSV: unpack it and send the table itself")),
)
NO_TABLE = _("this is neither a workbook nor the text of a table: send XLSX, XLS or CSV")
WEB_PAGE = _("this is a web page, whatever its name says: open it in a spreadsheet program and save it as XLSX")
XML = _("this is an XML document, not a table: open it in a spreadsheet program and save it as XLSX")
EMPTY = _("the file is empty; send the one that holds the table")


class Content(StrEnum):
    """The kinds of files that are read."""

    WORKBOOK = "workbook"
    GZIP = "gzip"
    TEXT = "text"


def content_of(head: bytes) -> Content:
    """What the first bytes promise; the reading proves it."""
    if head.startswith((*ZIP, OLE)):
        return Content.WORKBOOK
    return Content.GZIP if head.startswith(GZIP) else Content.TEXT


def why_no_table(head: bytes) -> "_StrPromise | None":
    """Why the bytes that should begin a CSV do not, in words for a manager."""
    for marks, reason in STRANGERS:
        if head.startswith(marks):
            return reason
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        return EMPTY
    if b"\0" in head and not is_wide(head):
        return NO_TABLE
    begin = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith((b"<!doctype", b"<table", b"<meta")) or b"<html" in begin:
        return WEB_PAGE
    return XML if begin.startswith(b"<?xml") else None


def is_wide(head: bytes) -> bool:
    """Does a mark of UTF-16 stand first? Only there NUL bytes are parts of letters."""
    return head.startswith(WIDE)


def encoding_of(head: bytes, *, is_whole: bool) -> str:
    """UTF-16 by its mark, UTF-8 where the bytes are UTF-8, else the Windows code page of Russian price lists.

    Unless the head is the whole file, its last letter may be cut.
    """
    if is_wide(head):
        return "utf-16"
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if is_whole or error.start < len(head) - 3:
            return "cp1251"
    return "utf-8-sig"


def delimiter_of(text: str) -> str:
    """The mark that cuts all rows into the same number of cells, else most of them into most cells.

    Where rows differ, a comma between digits is taken for a decimal one.
    """
    begin = text[:JUDGED_LETTERS]
    widths = {mark: _widths(begin, mark) for mark in DELIMITERS}
    even = {mark: max(counts) for mark, counts in widths.items() if len(counts) == 1 and max(counts) > 1}
    if even:
        return max(even, key=even.__getitem__)
    widths[","] = _widths(COMMA_OF_A_NUMBER.sub("", begin), ",")
    weights = {mark: max(n * (width - 1) for width, n in counts.items()) for mark, counts in widths.items() if counts}
    return max(weights, key=weights.__getitem__) if any(weights.values()) else ","


def _widths(text: str, mark: str) -> Counter[int]:
    """How many rows have how many cells."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=mark):
            if any(row):
                widths[len(row)] += 1
            if widths.total() == JUDGED_ROWS:
                break
    except csv.Error:  # an open quote; the rows above it tell enough
        pass
    return widths
