"""Reads tables that people send: CSV, gzipped CSV and XLSX, row by row, within limits.

CSV is streamed. An XLSX workbook is a zip that may lie about its size, so its real bytes and cells are counted first;
then calamine reads it in a child process whose memory is limited, and the rows come back through a pipe.
"""

import csv
import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken

CSV_ROWS, CSV_BYTES = 2_000_000, 200 * 1024 * 1024
XLSX_ROWS, XLSX_CELLS, XLSX_BYTES, XLSX_INFLATED = 100_000, 2_000_000, 20 * 1024 * 1024, 400 * 1024 * 1024
CHILD_BYTES, CHILD_SECONDS = 512 * 1024 * 1024, 120
PIECE = 256 * 1024
LONGEST_CELL = 20_000
CHILD = Path(__file__).with_name("sheet_child.py")


class SheetRefused(RuleBroken):
    """The file as a whole cannot be read."""

    message = _("The file cannot be read: %(reason)s")
    code = "sheet_refused"


@contextmanager
def read_table(path: Path) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Opens a table and gives (line number, texts of its cells) from line 1 on, headings too; empty rows are left out.

    Memory does not grow with the rows. Raises SheetRefused, also in the middle, for what is broken or beyond a limit.
    """
    if not path.is_file():
        raise SheetRefused(reason=_("there is no such file"))
    suffixes = "".join(path.suffixes[-2:]).lower()
    if suffixes.endswith(".xlsx"):
        with _workbook(path) as rows:
            yield rows
    elif suffixes.endswith((".csv", ".csv.gz")):
        with open(path, "rb") as file:
            yield _csv_rows(gzip.GzipFile(fileobj=file) if suffixes.endswith(".gz") else file)
    else:
        raise SheetRefused(reason=_("only CSV, CSV.gz and XLSX are read"))


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _csv_rows(stream: _Stream) -> Iterator[tuple[int, list[str]]]:
    counted = _Counted(stream)
    head = counted.peek()
    # a byte that is no letter becomes U+FFFD: whoever reads the rows refuses that one row
    text = io.TextIOWrapper(io.BufferedReader(counted, PIECE), encoding=_encoding(head), newline="", errors="replace")
    try:
        for number, row in enumerate(_parsed(text, _delimiter(head)), start=1):
            if number > CSV_ROWS:
                raise SheetRefused(reason=_("more than %(count)s rows") % {"count": CSV_ROWS})
            yield row
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SheetRefused(reason=str(error)) from None


def _parsed(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows; one whose quotes are broken comes without cells, and reading goes on below it."""
    csv.field_size_limit(LONGEST_CELL)  # else an open quote would swallow the rows of half a file
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, []
            continue
        if any(row):
            yield reader.line_num, row


class _Counted(io.RawIOBase):
    """A stream that refuses to give more bytes than a table may have."""

    def __init__(self, stream: _Stream) -> None:
        self.stream = stream
        self.head = b""
        self.given = 0

    def peek(self) -> bytes:
        """The first piece, kept for the reading that follows."""
        try:
            self.head = self.stream.read(PIECE)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise SheetRefused(reason=str(error)) from None
        return self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # bytes-like; typeshed names it only from 3.12
        piece = self.head[: len(buffer)] if self.head else self.stream.read(len(buffer))
        self.head = self.head[len(piece) :]
        self.given += len(piece)
        if self.given > CSV_BYTES:
            raise SheetRefused(reason=_("more than %(count)s MB") % {"count": CSV_BYTES // 1024**2})
        buffer[: len(piece)] = piece
        return len(piece)


def _encoding(head: bytes) -> str:
    """UTF-8 where the first piece is UTF-8, else the Windows code page of Russian price lists."""
    try:
        head[: -4 if len(head) == PIECE else None].decode()
    except UnicodeDecodeError as error:
        if error.end < len(head) - 4:
            return "cp1251"
    return "utf-8-sig"


def _delimiter(head: bytes) -> str:
    line = head.partition(b"\n")[0]
    return max(",;\t", key=lambda mark: line.count(mark.encode()))


@contextmanager
def _workbook(path: Path) -> Iterator[Iterator[tuple[int, list[str]]]]:
    _scan(path)
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), str(path.absolute()), str(CHILD_BYTES), str(CHILD_SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    try:
        yield _child_rows(child)
    finally:
        child.kill()
        child.communicate()


def _child_rows(child: "subprocess.Popen[str]") -> Iterator[tuple[int, list[str]]]:
    assert child.stdout
    for number, line in enumerate(child.stdout, start=1):
        if number > XLSX_ROWS:
            raise SheetRefused(reason=_("more than %(count)s rows") % {"count": XLSX_ROWS})
        row = json.loads(line)
        if any(row):
            yield number, row
    if child.wait() != 0:
        raise SheetRefused(reason=_("the workbook is damaged or needs too much memory"))


def _scan(path: Path) -> None:
    """Inflates the workbook without keeping it and counts what is really inside."""
    if path.stat().st_size > XLSX_BYTES:
        raise SheetRefused(reason=_("more than %(count)s MB") % {"count": XLSX_BYTES // 1024**2})
    inflated = cells = 0
    try:
        for length, found in _pieces(path):
            inflated += length
            cells += found
            if inflated > XLSX_INFLATED or cells > XLSX_CELLS:
                raise SheetRefused(reason=_("the workbook unpacks to too much"))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SheetRefused(reason=str(error)) from None


def _pieces(path: Path) -> Iterator[tuple[int, int]]:
    """The parts of a workbook piece by piece: inflated bytes, and cells that start in them."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                yield from _counted(part, is_sheet=entry.filename.startswith("xl/worksheets/"))


def _counted(part: _Stream, *, is_sheet: bool) -> Iterator[tuple[int, int]]:
    tail = b""
    while piece := part.read(PIECE):
        yield len(piece), _cells(tail + piece) if is_sheet else 0
        tail = piece[-2:]


def _cells(piece: bytes) -> int:
    """Cells that start in a piece of sheet XML; the two bytes before it are in front, so that none is cut in two."""
    return piece.count(b"<c ") + piece.count(b"<c>")
