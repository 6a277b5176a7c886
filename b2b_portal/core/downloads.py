"""The answers that carry a stored file, or a table made for whoever asks."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from b2b_portal.core.exports import Cell, csv_bytes, xlsx_bytes
from b2b_portal.core.files import file_path, read_file
from b2b_portal.core.models import File

PIECE = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answer(file: File, *, inline: bool) -> HttpResponse:
    """The bytes as what their row says they are, which no browser may guess anew: to look at, or to save."""
    response = HttpResponse(read_file(file), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def long_file_answer(file: File) -> StreamingHttpResponse:
    """A file of any length to save, sent piece by piece: memory does not grow with it."""
    response = StreamingHttpResponse(_pieces(file_path(file)), content_type=file.content_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def table_answer(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str, title: str, as_csv: bool
) -> HttpResponse:
    """A table to save as `name`.xlsx, whose sheet is called so, or as CSV."""
    content = csv_bytes(headings, rows) if as_csv else xlsx_bytes(headings, rows, title=title)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8" if as_csv else XLSX)
    name = f"{name}.csv" if as_csv else f"{name}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
