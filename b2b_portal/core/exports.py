"""Writes tables that people take away: XLSX, and CSV as the reader's spreadsheet opens it.

Whatever was typed by somebody is text: no cell can start a formula. Numbers are numbers, moments are moments.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import get_language

Cell = str | int | Decimal | datetime | date | None
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what spreadsheets take for the beginning of a formula
BOM = "\ufeff"  # without it Excel reads the letters of CSV in the Windows code page


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table in UTF-8; in Russian with semicolons and decimal commas, as Excel wants it there."""
    russian = is_russian()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if russian else ",")
    writer.writerow(headings)
    writer.writerows([_text(cell, "," if russian else ".") for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def is_russian() -> bool:
    """Whether the reader's spreadsheet wants semicolons and decimal commas."""
    return (get_language() or "ru").startswith("ru")


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """A workbook of one sheet; the head stays in sight and filters. Its memory grows with the file, not the cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        formats = {
            Decimal: book.add_format({"num_format": "#,##0.00##"}),
            datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 16)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell, formats)
        sheet.autofilter(0, 0, last, len(headings) - 1)
    return stream.getvalue()


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, cell: Cell, formats: dict[type, object]
) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, (int, Decimal)):
        sheet.write_number(row, column, cell, formats.get(type(cell)))
    elif cell is not None:
        sheet.write_datetime(row, column, _local(cell), formats[type(cell)])


def _text(cell: Cell, comma: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", comma)
    if isinstance(cell, datetime):
        return f"{_local(cell):%Y-%m-%d %H:%M}"
    return str(cell)


def _local(moment: datetime | date) -> datetime | date:
    is_aware = isinstance(moment, datetime) and timezone.is_aware(moment)
    return timezone.make_naive(moment) if is_aware and isinstance(moment, datetime) else moment
