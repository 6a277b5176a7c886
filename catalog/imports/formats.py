"""XLSX and CSV as import-export sees them: read by core.sheets within its limits, written by core.exports."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format

from b2b_portal.core.exports import Cell, csv_bytes, xlsx_bytes
from b2b_portal.core.sheets import SheetRefused, read_table
from catalog.imports.resource import MOST_ROWS
from catalog.imports.sheet import Sheet


class SheetFormat(Format):
    """A file on disk in, bytes out. No cell of it becomes a formula."""

    extension = title = content_type = ""

    def __init__(self, encoding: str | None = None) -> None:
        """import-export names an encoding; core.sheets finds it out by itself."""

    def create_dataset(self, in_stream: Path) -> Sheet:
        """Reads at most one row more than may be taken: enough to refuse. Raises SheetRefused."""
        with read_table(in_stream) as cells:
            _line, headings = next(cells, (0, []))
            rows = list(islice(cells, MOST_ROWS + 1))
        if not rows:
            raise SheetRefused(reason=_("there are no rows below the headings"))
        return Sheet(headings, rows)

    def content(self, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
        """The whole file."""
        raise NotImplementedError

    def get_title(self) -> str:
        return self.title

    def get_extension(self) -> str:
        return self.extension

    def get_content_type(self) -> str:
        return self.content_type

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


class XlsxFormat(SheetFormat):
    extension, title = "xlsx", "XLSX"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def content(self, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
        return xlsx_bytes(headings, rows, title=title)


class CsvFormat(SheetFormat):
    extension, title, content_type = "csv", "CSV", "text/csv; charset=utf-8"

    def content(self, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
        return csv_bytes(headings, rows)
