"""A sheet in a temporary table: every cell as text without outer spaces, nothing judged yet.

CSV goes to the database as it is, a piece of a file at a time: PostgreSQL splits it at the delimiter. Only a piece in
which quotes, or another number of columns, could mean something else is split here, by the csv module, row by row.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DataError, connection
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from b2b_portal.core.sheets import (
    CSV_ROWS,
    LONGEST_CELL,
    REFUSALS,
    CountedStream,
    SheetRefused,
    counted_stream,
    open_table,
)
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.imports.layout import Layout

PIECE = 1024 * 1024
ROWS_AT_ONCE = 5_000
NO_QUOTE = b"\x01"  # what COPY takes for a quote: no piece with this byte is given to it
# cells that COPY may split: in these encodings a delimiter's byte never is a part of a letter
_DATABASE_NAME = {"utf-8": "UTF8", "utf-8-sig": "UTF8", "cp1251": "WIN1251"}
_WIDE_SPACES = "\u00a0\u202f\u2009\u2007"  # no-break, narrow, thin, as wide as a digit
_TO_SPACE = str.maketrans(_WIDE_SPACES, " " * len(_WIDE_SPACES))

Note = Callable[[int, int, int | None], None]  # rows done, rows bad so far, about how many in all; raises JobCancelled


def load_raw(path: Path, layout: Layout, note: Note) -> int:
    """Fills the temporary table import_raw (line, broken, c0 .. cN) and returns how many rows it holds.

    Each piece is a transaction of its own. `broken` is true where the cells cannot be told apart. Raises SheetRefused.
    """
    _make_table(layout.width)
    if not layout.delimiter or layout.encoding.lower().startswith("utf-16"):  # a byte of which is no letter
        with open_table(path, layout.sheet) as table:
            note(0, 0, table.expected(0))
            rows = _from(table.rows, layout.first_row)
            return _copy_rows(rows, layout.width, 0, lambda done: note(done, 0, table.expected(done)))
    with counted_stream(path) as stream:
        return _Csv(stream, layout, note).load()


def raw_columns(layout: Layout) -> dict[str, str]:
    """SQL names of the columns of import_raw by what they mean."""
    return {name: f"c{place}" for name, place in layout.columns.items()}


def _make_table(width: int) -> None:
    columns = ", ".join(f"c{place} text" for place in range(width))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.import_raw; DROP SEQUENCE IF EXISTS pg_temp.import_line;")
        cursor.execute("CREATE TEMP SEQUENCE import_line AS int CACHE 1000")
        cursor.execute(
            f"CREATE TEMP TABLE import_raw (line int DEFAULT nextval('pg_temp.import_line'), broken bool, {columns})"
        )


def _from(rows: Iterable[tuple[int, list[str]]], first: int) -> Iterator[tuple[int, list[str]]]:
    return (row for row in rows if row[0] >= first)


def _copy_rows(rows: Iterator[tuple[int, list[str]]], width: int, done: int, note: Callable[[int], None]) -> int:
    """Copies split rows; returns how many there were with the `done` ones before."""
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([line, *_fitted(cells, width)] for line, cells in chunk)
        with connection.cursor() as cursor, cursor.copy("COPY import_raw FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue().replace("\x00", ""))
        done += len(chunk)
        note(done)
    return done


def _fitted(cells: list[str], width: int) -> list[Any]:
    """Whether the row is broken, and exactly `width` cells."""
    is_broken = not cells or any(cells[width:])
    texts = [cell.translate(_TO_SPACE).strip() for cell in cells[:width]]
    return ["t" if is_broken else "", *texts, *[""] * (width - len(cells))]


class _Csv:
    """One CSV file on its way into import_raw."""

    def __init__(self, stream: CountedStream, layout: Layout, note: Note) -> None:
        self.stream, self.layout, self.note = stream, layout, note
        self.delimiter = layout.delimiter.encode()
        self.encoding = _DATABASE_NAME.get(layout.encoding.lower(), "")
        self.wide_spaces = [mark.encode(layout.encoding, errors="ignore") for mark in _WIDE_SPACES]
        # each space beside one of these is outside a cell
        self.edges = re.compile(b" *(%s|\r?\n) *" % re.escape(self.delimiter))
        self.line = 1  # the number of the next row
        self.rows = 0
        self.rest = b""

    def load(self) -> int:
        """Loads piece after piece, the first of them small: what stands above the data is split by hand."""
        piece = self._piece(PIECE // 16)
        while piece:
            if self.line < self.layout.first_row or not self._copy(piece):
                self._split(piece.removeprefix(b"\xef\xbb\xbf"))
            self.note(self.rows, 0, self.stream.expected(self.rows))
            if self.line - 1 > CSV_ROWS + self.layout.first_row:
                raise SheetRefused(reason=REFUSALS["rows"] % {"count": quantity_text(CSV_ROWS)})
            piece = self._piece(PIECE)
        return self.rows

    def _piece(self, size: int) -> bytes:
        """The next bytes up to the end of a line, or of the file."""
        pieces, size_read = [self.rest], 0
        while read := self.stream.read(size):
            head, line_end, self.rest = read.rpartition(b"\n")
            pieces.append(head + line_end)
            if line_end:
                return b"".join(pieces)
            pieces.append(self.rest)
            size_read += len(read)
            if size_read > 4 * PIECE:
                raise SheetRefused(reason=_("a line is too long: this is no table"))
        self.rest = b""
        return b"".join(pieces)

    def _copy(self, piece: bytes) -> bool:
        """Gives a piece to the database as it is. False: its rows have to be split by hand, nothing went in."""
        if not self.encoding or b'"' in piece or NO_QUOTE in piece or b"\x00" in piece or b"\\." in piece:
            return False
        piece = self._tidy(piece)
        columns = sql.SQL(", ").join(sql.Identifier(f"c{place}") for place in range(self.layout.width))
        statement = sql.SQL("COPY import_raw ({}) FROM STDIN (FORMAT csv, DELIMITER {}, QUOTE {}, ENCODING {})").format(
            columns, self.layout.delimiter, NO_QUOTE.decode(), self.encoding
        )
        with connection.cursor() as cursor:
            try:
                with cursor.copy(statement) as copy:
                    copy.write(piece)
            except DataError:
                cursor.execute("SELECT setval('pg_temp.import_line', %s, false)", [self.line])
                return False
            self.line += cursor.rowcount
            self.rows += cursor.rowcount
        return True

    def _tidy(self, piece: bytes) -> bytes:
        """The piece without spaces around its cells; nearly always it has none, and looking for them is quick."""
        if not piece.isascii():
            for mark in filter(None, self.wide_spaces):
                piece = piece.replace(mark, b" ")
        near = (b" " + self.delimiter, self.delimiter + b" ", b"\n ", b" \n", b" \r")
        if piece.startswith(b" ") or any(edge in piece for edge in near):
            piece = self.edges.sub(rb"\1", piece).lstrip(b" ")
        return piece

    def _split(self, piece: bytes) -> None:
        """Splits a piece row by row; a row that goes on in the next piece takes that with it."""
        lines = _Lines(piece, self._next_piece, self.layout.encoding)
        self.rows = _copy_rows(self._split_rows(lines), self.layout.width, self.rows, lambda _done: None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('pg_temp.import_line', %s, false)", [self.line])

    def _next_piece(self) -> bytes:
        return self._piece(PIECE)

    def _split_rows(self, lines: "_Lines") -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(LONGEST_CELL)  # else an open quote would swallow the rows of half a file
        reader = csv.reader(lines, delimiter=self.layout.delimiter, strict=True)
        while lines.has_more:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = []
                is_broken = True
            else:
                is_broken = False
            number, self.line = self.line, self.line + 1
            if number >= self.layout.first_row and (is_broken or any(row)):
                yield number, row


class _Lines:
    """The lines of a piece, as text; asked for more, those of the next piece."""

    def __init__(self, piece: bytes, more: Callable[[], bytes], encoding: str) -> None:
        self.more, self.encoding = more, encoding
        self.lines = self._decoded(piece)

    def _decoded(self, piece: bytes) -> list[str]:
        lines = piece.decode(self.encoding, errors="replace").split("\n")
        ended = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
        return ended[::-1]

    @property
    def has_more(self) -> bool:
        return bool(self.lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.lines:
            self.lines = self._decoded(self.more())
        if not self.lines:
            raise StopIteration
        return self.lines.pop()
