"""A row of stock: how many lie in a warehouse, and how many reach it on a day."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.feed import Reason
from catalog.rows.cells import day_of, stock_of
from catalog.rows.said import Cells, Places, Said, read_rows

VALUES = ("stock", "in_transit", "expected_on")


def stock_rows(
    rows: Iterable[tuple[int, list[str]]], places: Places, warehouses: Mapping[str, int], usual: int | None
) -> Iterator[Said | None]:
    """Reads rows; None for one that says nothing (a heading of a group, a total).

    `warehouses` gives ids by codes in small letters, `usual` the warehouse of rows that name none.
    """
    return read_rows(
        rows,
        places,
        lambda cells: any(map(cells.text, VALUES)),
        lambda cells, line: _read(cells, line, warehouses, usual),
    )


def _read(cells: Cells, line: int, warehouses: Mapping[str, int], usual: int | None) -> Said:
    row = cells.named(line)
    code = cells.text("warehouse")
    warehouse = warehouses.get(code.casefold()) if code else usual
    if warehouse is None:
        row.refuse(Reason.UNKNOWN_WAREHOUSE, code, "warehouse")
    on_hand = cells.read(row, "stock", stock_of)
    coming = cells.read(row, "in_transit", stock_of)
    day = cells.read(row, "expected_on", day_of)
    if coming and not day:
        row.refuse(Reason.DAY_MISSING, cells.text("in_transit"), "expected_on")
    if not row.reason:
        row.becomes = on_hand
        row.detail = {"warehouse": warehouse}
        if coming is not None:
            row.detail |= {"coming": coming, "on": day.isoformat() if day else None}
    return row
