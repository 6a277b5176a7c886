"""A row of own codes: what a company calls a product."""

from collections.abc import Iterable, Iterator

from catalog.articles import search_key
from catalog.feed import LONGEST_CODE, Reason
from catalog.rows.said import Cells, Places, Said


def own_code_rows(rows: Iterable[tuple[int, list[str]]], places: Places) -> Iterator[Said | None]:
    """Reads rows; None for one without a code."""
    cells = Cells(places)
    for line, row in rows:
        if line < places.first_row:
            continue
        cells.turn_to(row)
        code = cells.text("own_code")
        yield _read(cells.named(line), code) if code else None


def _read(row: Said, code: str) -> Said:
    key = search_key(code)
    if not key or len(code) > LONGEST_CODE:
        row.refuse(Reason.BAD_OWN_CODE, code, "own_code")
    if not row.reason:
        row.detail = {"becomes": code, "key": key}
    return row
