"""Reads tables that people send: XLSX, XLS, CSV and gzipped CSV, row by row, within limits.

What a file is its bytes say, never its name. CSV is streamed. A workbook may lie about its size, so a child process
whose memory is limited counts its real bytes and cells first and reads it then; the rows come back through a pipe.
"""

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.sheet_content import Content, content_of, delimiter_of, encoding_of, is_wide, why_no_table
from b2b_portal.core.templatetags.ui import quantity_text

CSV_ROWS, CSV_BYTES = 2_000_000, 200 * 1024 * 1024
XLSX_ROWS, XLSX_CELLS, XLSX_BYTES, XLSX_INFLATED = 100_000, 2_000_000, 20 * 1024 * 1024, 200 * 1024 * 1024
MOST_COLUMNS = 1_000  # a table of the database has no more than 1,600
MACRO_SUFFIXES = (".xlsm", ".xltm", ".xlam")
HEADING_ROWS = 30  # may stand above as many rows as a table may have
CHILD_BYTES, CHILD_SECONDS = 512 * 1024 * 1024, 120
PIECE = 256 * 1024
LONGEST_CELL, LONGEST_LINE = 20_000, 1024 * 1024
SAMPLE_ROWS = 60
CHILD = Path(__file__).with_name("sheet_child.py")

REFUSALS = {
    "rows": _("more than %(count)s rows; send them in several files"),
    "cells": _("the workbook has more than %(count)s cells; delete what stands below and beside the table"),
    "columns": _("the table has more than %(count)s columns; delete what stands beside it"),
    "inflated": _("the workbook unpacks to too much; save the table alone as CSV"),
    "memory": _(
        "the workbook needs too much memory; perhaps a cell far below or beside the table is filled: delete it, or "
        "save the table as CSV"
    ),
    "time": _("the workbook takes too long to read; save it as CSV"),
    "damaged": _("the workbook is damaged; open it in a spreadsheet program and save it again as XLSX"),
    "encrypted": _("the workbook is protected by a password; save it without one"),
    "macros": _("the workbook holds macros; save it without them, as XLSX"),
    "no_workbook": _("this is no workbook, whatever its name says; send XLSX, XLS or CSV"),
    "other_workbook": _("a workbook of this kind is not read; save it as XLSX"),
    "no_sheet": _("the workbook has no sheet with a table; put the table on a worksheet of its own"),
    "other_sheet": _("there is no sheet “%(sheet)s”; the workbook has: %(sheets)s"),
}

TOO_LONG = _("more than %(count)s MB; send the rows in several files")
ENDLESS = _("a line has more than %(count)s MB; this is no table, or its line ends are lost")

Rows = Iterator[tuple[int, list[str]]]


class SheetRefused(RuleBroken):
    """The file as a whole cannot be read."""

    message = _("The file cannot be read: %(reason)s")
    code = "sheet_refused"


@dataclass(frozen=True)
class Sample:
    """The first filled rows of a sheet, with their numbers, or of a CSV, and how that is written."""

    sheet: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class Table:
    """An open table. `expected` says about how many rows it has, once so many are read; None: nobody can say yet."""

    rows: Rows
    expected: Callable[[int], int | None]


@contextmanager
def read_table(path: Path, sheet: str = "", encoding: str = "", delimiter: str = "") -> Iterator[Rows]:
    """The rows of open_table, for who does not ask how many there will be."""
    with open_table(path, sheet, encoding, delimiter) as table:
        yield table.rows


@contextmanager
def open_table(path: Path, sheet: str = "", encoding: str = "", delimiter: str = "") -> Iterator[Table]:
    """Opens a table and gives (row number, texts of its cells) from row 1 on, headings too; empty rows are left out.

    Rows are numbered as a spreadsheet shows them, and the first text is that of column A. Without a name the first
    visible sheet is read; of a CSV encoding and delimiter are found out unless they are given. Memory does not grow
    with the rows. Raises SheetRefused, also in the middle, for what is broken or beyond a limit.
    """
    if is_workbook(path):
        with _child(path, sheet=sheet) as child:
            head: dict[str, Any] = next(child, {})  # comes when the workbook is parsed: much of the work is done then
            height = head.get("rows", 0)
            yield Table(_numbered(child), lambda done: max(height, done))
    else:
        with counted_stream(path) as stream:
            rows = _csv_rows(stream, encoding or stream.encoding, delimiter or stream.delimiter)
            yield Table(rows, stream.expected)


def samples(path: Path, rows: int = SAMPLE_ROWS) -> list[Sample]:
    """The first rows of every visible sheet of a workbook, or of a CSV. Raises SheetRefused."""
    if not is_workbook(path):
        with counted_stream(path) as stream:
            found = list(islice(_csv_rows(stream, stream.encoding, stream.delimiter), rows))
            return [Sample("", found, stream.encoding, stream.delimiter)]
    sheets: list[Sample] = []
    with _child(path, first=rows) as child:
        for told in child:
            if isinstance(told, dict):
                sheets.append(Sample(told["sheet"]))
            else:
                sheets[-1].rows.extend((number, row) for number, row in told)
    return sheets


def is_workbook(path: Path) -> bool:
    """Is it XLSX or XLS by its bytes? Raises SheetRefused where there is no such file."""
    try:
        with open(path, "rb") as file:
            return content_of(file.read(8)) == Content.WORKBOOK
    except (FileNotFoundError, IsADirectoryError):
        raise SheetRefused(reason=_("there is no such file")) from None


@contextmanager
def counted_stream(path: Path) -> Iterator["CountedStream"]:
    """Opens a CSV, unpacked if it is gzipped, as bytes that stop at the limit.

    Raises SheetRefused, also in the middle, for more than CSV_BYTES, for a broken archive and for what is no text.
    """
    try:
        with open(path, "rb") as file:
            is_packed = content_of(file.read(8)) == Content.GZIP
            file.seek(0)
            yield CountedStream(gzip.GzipFile(fileobj=file) if is_packed else file, file)
    except FileNotFoundError:
        raise SheetRefused(reason=_("there is no such file")) from None


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class CountedStream(io.RawIOBase):
    """A stream that refuses to give more bytes than a table may have. Knows from its head how it is written."""

    def __init__(self, stream: _Stream, file: BinaryIO) -> None:
        self.stream, self.file = stream, file
        self.size = os.fstat(file.fileno()).st_size
        self.given = self.since_line = 0
        self.head = b""  # kept for the reading that follows
        head = self.head = self._next(PIECE)
        if reason := why_no_table(head):
            raise SheetRefused(reason=reason)
        self.is_wide = is_wide(head)
        self.encoding = encoding_of(head, is_whole=len(head) < PIECE)
        self.delimiter = delimiter_of(head.decode(self.encoding, errors="replace"))

    def readable(self) -> bool:
        return True

    def expected(self, done: int) -> int | None:
        """About how many rows there are, if `done` stood in the bytes given so far: by what was read of the file."""
        inflated = self.given + len(self.head)
        if not done or not self.given:
            return None
        return round(done * self.size / self.file.tell() * inflated / self.given)

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # bytes-like; typeshed names it only from 3.12
        piece = self.head[: len(buffer)] if self.head else self._next(len(buffer))
        self.head = self.head[len(piece) :]
        self.given += len(piece)
        if self.given > CSV_BYTES:
            raise SheetRefused(reason=TOO_LONG % {"count": CSV_BYTES // 1024**2})
        self._check(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        try:
            return self.stream.read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise SheetRefused(reason=_("the archive is cut off or damaged; pack the file again")) from None

    def _check(self, piece: bytes) -> None:
        """A line without end would fill the memory, and no database keeps a NUL."""
        if b"\0" in piece and not self.is_wide:
            raise SheetRefused(
                reason=_("below its beginning it is no text: there are NUL bytes; save the table as CSV again")
            )
        end = piece.rfind(b"\n")
        self.since_line = len(piece) - end - 1 if end >= 0 else self.since_line + len(piece)
        if self.since_line > LONGEST_LINE:
            raise SheetRefused(reason=ENDLESS % {"count": LONGEST_LINE // 1024**2})


def _csv_rows(stream: CountedStream, encoding: str, delimiter: str) -> Rows:
    # a byte that is no letter becomes U+FFFD: whoever reads the rows refuses that one row
    text = io.TextIOWrapper(io.BufferedReader(stream, PIECE), encoding=encoding, newline="", errors="replace")
    for count, row in enumerate(_parsed(text, delimiter), start=1):
        if count > CSV_ROWS + HEADING_ROWS:
            raise SheetRefused(reason=REFUSALS["rows"] % {"count": quantity_text(CSV_ROWS)})
        yield row


def _parsed(text: io.TextIOWrapper, delimiter: str) -> Rows:
    """The filled rows; one that is broken comes without cells, and reading goes on below it."""
    csv.field_size_limit(LONGEST_CELL)  # else an open quote would swallow the rows of half a file
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, []
            continue
        if any(row):
            yield number, row if len(row) <= MOST_COLUMNS else []


@contextmanager
def _child(path: Path, *, sheet: str = "", first: int = 0) -> Iterator[Iterator[Any]]:
    """What the child tells: a sheet's name and height, batches of its rows. With `first` so many of every sheet."""
    if path.suffix.lower() in MACRO_SUFFIXES:
        raise _refusal("macros")
    if path.stat().st_size > XLSX_BYTES:
        raise SheetRefused(reason=TOO_LONG % {"count": XLSX_BYTES // 1024**2})
    task = {
        "path": str(path.absolute()),
        "sheet": sheet,
        "first": first,
        "bytes": CHILD_BYTES,
        "seconds": CHILD_SECONDS,
        "rows": XLSX_ROWS + HEADING_ROWS,
        "cells": XLSX_CELLS,
        "columns": MOST_COLUMNS,
        "inflated": XLSX_INFLATED,
    }
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), json.dumps(task)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _told(child)
    finally:
        child.kill()
        child.communicate()


def _told(child: "subprocess.Popen[bytes]") -> Iterator[Any]:
    assert child.stdout
    for line in child.stdout:
        if not line.endswith(b"\n"):  # it died while writing
            break
        told = json.loads(line)
        if "refused" in told:
            raise _refusal(**told)
        yield told
    status = child.wait()
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _refusal("time")
    if status:  # Rust ends the process where memory is refused
        raise _refusal("memory")


def _numbered(told: Iterator[Any]) -> Rows:
    for batch in told:
        yield from map(tuple, batch)


def _refusal(refused: str, sheet: str = "", sheets: tuple[str, ...] = ()) -> SheetRefused:
    most = quantity_text({"rows": XLSX_ROWS, "cells": XLSX_CELLS, "columns": MOST_COLUMNS}.get(refused, 0))
    return SheetRefused(reason=REFUSALS[refused] % {"count": most, "sheet": sheet, "sheets": ", ".join(sheets)})
