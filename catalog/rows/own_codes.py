"""A row of own codes: what a company calls a product."""

from collections.abc import Iterable, Iterator

from catalog.articles import search_key
from catalog.feed import LONGEST_CODE, Reason
from catalog.rows.said import Cells, Places, Said, read_rows


def own_code_rows(rows: Iterable[tuple[int, list[str]]], places: Places) -> Iterator[Said | None]:
    """Reads rows; None for one without a code."""
    return read_rows(rows, places, lambda cells: bool(cells.text("own_code")), _read)


def _read(cells: Cells, line: int) -> Said:
    row, code = cells.named(line), cells.text("own_code")
    key = search_key(code)
    if not key or len(code) > LONGEST_CODE:
        row.refuse(Reason.BAD_OWN_CODE, code, "own_code")
    if not row.reason:
        row.detail = {"becomes": code, "key": key}
    return row
