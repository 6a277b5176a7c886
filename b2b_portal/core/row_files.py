"""Writes tables of any length to an open file, some rows at a time: memory does not grow with the rows.

The rules of exports.py hold: what somebody typed is text, no cell can start a formula; numbers are numbers. Moments and
days are not written here: give them as text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, Protocol
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from b2b_portal.core.exports import BOM, FORMULA_MARKS, is_russian

RowCell = str | int | Decimal | None
Rows = Iterable[Sequence[RowCell]]
SHEET_ROWS = 1_048_575  # and one for the headings: a sheet of XLSX has 2^20
SHEET_BYTES = 1_900_000_000  # a part of a zip above 2 GiB needs zip64, which not every reader of XLSX has
AT_ONCE = 1_000
# what XML 1.0 cannot hold, however it is written
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class RowFile(Protocol):
    """A file that rows are written to; `close` finishes it and leaves the stream open."""

    def write(self, rows: Rows) -> None: ...
    def close(self) -> None: ...


def xml_text(text: str) -> str:
    """The text as it may stand in XML, between tags or in a quoted attribute; what XML cannot hold is left out."""
    return escape(_UNWRITABLE.sub("", text), {'"': "&quot;"}) if _SPECIAL.search(text) else text


class CsvFile:
    """UTF-8 as csv_bytes writes it: in Russian with semicolons and decimal commas."""

    def __init__(self, stream: IO[bytes], headings: Sequence[str]) -> None:
        self.comma = "," if is_russian() else "."
        self.text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
        self.text.write(BOM)
        self.writer = csv.writer(self.text, delimiter=";" if is_russian() else ",")
        self.writer.writerow(headings)

    def write(self, rows: Rows) -> None:
        comma = self.comma
        self.writer.writerows([_csv_cell(cell, comma) for cell in row] for row in rows)

    def close(self) -> None:
        self.text.flush()
        self.text.detach()


class XlsxFile:
    """A workbook whose rows go on in a further sheet where one is full. The head of each stays in sight and filters.

    `about`, a name and lines, becomes the last sheet; it may be set until `close`.
    """

    def __init__(
        self,
        stream: IO[bytes],
        headings: Sequence[str],
        *,
        title: str,
        sheet_rows: int = SHEET_ROWS,
    ) -> None:
        self.archive = ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1)
        self.headings, self.title, self.sheet_rows = headings, title, sheet_rows
        self.about: tuple[str, Sequence[str]] = ("", ())
        self.letters = [_letter(column) for column in range(len(headings))]
        self.names: list[str] = []
        self.part: IO[bytes] | None = None
        self.last = self.bytes = 0

    @property
    def sheets(self) -> int:
        """How many sheets the rows fill."""
        return len(self.names)

    def write(self, rows: Rows) -> None:
        coming = iter(rows)
        while batch := list(islice(coming, min(AT_ONCE, self._room()))):
            self._open_sheet()
            first = self.last + 1
            self._put("".join([self._row(number, row) for number, row in enumerate(batch, start=first)]))
            self.last += len(batch)

    def close(self) -> None:
        if not self.names:
            self._open_sheet()
        self._close_sheet()
        name, lines = self.about
        if name:
            self._begin(name)
            words = "".join(
                f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{xml_text(line)}</t></is></c></row>'
                for number, line in enumerate(lines, start=1)
            )
            self._put(f"{_SHEET}<sheetData>{words}</sheetData></worksheet>")
            self._end()
        for path, content in _frame(self.names).items():
            self.archive.writestr(path, content)
        self.archive.close()

    def _room(self) -> int:
        """How many rows the sheet that takes the next ones still holds."""
        is_full = self.last > self.sheet_rows or self.bytes > SHEET_BYTES
        return self.sheet_rows if is_full or not self.part else self.sheet_rows + 1 - self.last

    def _open_sheet(self) -> None:
        if self.part and self.last <= self.sheet_rows and self.bytes <= SHEET_BYTES:
            return
        self._close_sheet()
        self._begin(f"{self.title} {len(self.names) + 1}" if self.names else self.title)
        widths = f'<cols><col min="1" max="{len(self.letters)}" width="18" customWidth="1"/></cols>'
        head = "".join(
            f'<c r="{letter}1" t="inlineStr" s="2"><is><t>{xml_text(heading)}</t></is></c>'
            for letter, heading in zip(self.letters, self.headings, strict=True)
        )
        self._put(f'{_SHEET}{_FROZEN}{widths}<sheetData><row r="1">{head}</row>')
        self.last = 1

    def _close_sheet(self) -> None:
        if self.part:
            self._put(f'</sheetData><autoFilter ref="A1:{self.letters[-1]}{self.last}"/></worksheet>')
            self._end()

    def _begin(self, name: str) -> None:
        self.names.append(_SHEET_NAME.sub(" ", name)[:31])
        self.part = self.archive.open(f"xl/worksheets/sheet{len(self.names)}.xml", "w")
        self.bytes = 0

    def _end(self) -> None:
        assert self.part
        self.part.close()
        self.part = None

    def _put(self, text: str) -> None:
        assert self.part
        content = text.encode()
        self.bytes += len(content)
        self.part.write(content)

    def _row(self, number: int, row: Sequence[RowCell]) -> str:
        cells = [
            _xlsx_cell(f"{letter}{number}", cell)
            for letter, cell in zip(self.letters, row, strict=True)
            if cell is not None and cell != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'


def _csv_cell(cell: RowCell, comma: str) -> RowCell:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell
    if isinstance(cell, Decimal):
        return str(cell).replace(".", comma) if comma != "." else cell
    return cell


def _xlsx_cell(place: str, cell: RowCell) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{xml_text(cell)}</t></is></c>'
    return (
        f'<c r="{place}" s="1"><v>{cell}</v></c>' if isinstance(cell, Decimal) else f'<c r="{place}"><v>{cell}</v></c>'
    )


def _letter(column: int) -> str:
    """A, B ... Z, AA ... of a column counted from 0."""
    above, place = divmod(column, 26)
    return (_letter(above - 1) if above else "") + chr(ord("A") + place)


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = f'{_HEAD}<worksheet xmlns="{_MAIN}">'
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00##"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'
)


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The parts of a workbook around its sheets."""
    numbers = range(1, len(names) + 1)
    styles = len(names) + 1
    sheets = "".join(
        f'<sheet name={quoteattr(xml_name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, xml_name in zip(numbers, names, strict=True)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{styles}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
