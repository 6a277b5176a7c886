"""A row of products: what a product is, how it is sold, and its attributes as text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalog.articles import printed
from catalog.feed import LONGEST_CATEGORY, LONGEST_NAME, Reason, Refused
from catalog.rows.cells import count_of, unit_of, vat_of
from catalog.rows.said import Cells, Places, Said, read_rows

ATTRIBUTE = "attribute:"  # a column under this name and a heading is kept among the product's attributes
NO_CATEGORY = "Без раздела"
SEPARATOR = " > "


def product_rows(rows: Iterable[tuple[int, list[str]]], places: Places) -> Iterator[Said | None]:
    """Reads rows; None for one without an article. `detail["becomes"]` holds facts: texts and numbers as JSON has them.

    The category is a path with ` > ` between its sections.
    """
    attributes = [column for column in places.columns if column.startswith(ATTRIBUTE)]
    return read_rows(
        rows, places, lambda cells: bool(cells.text("article")), lambda cells, line: _read(cells, line, attributes)
    )


def _read(cells: Cells, line: int, attributes: Sequence[str]) -> Said:
    row = cells.named(line)
    facts: dict[str, Any] = {
        column: value for column, reader in _READERS.items() if (value := cells.read(row, column, reader)) is not None
    }
    if facts.get("vat_rate") == "":
        facts["vat_rate"] = None
    facts |= {f"{ATTRIBUTE}description": text for text in [cells.text("description")] if text}
    facts |= {column: text for column in attributes if (text := cells.text(column))}
    if not row.reason:
        row.detail = {"becomes": facts}
    return row


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise Refused(Reason.LONG_NAME, text)
    return text


def _category(text: str) -> str:
    path = [name for part in text.split(">") if (name := printed(part))]
    if not path or any(len(name) > LONGEST_CATEGORY for name in path):
        raise Refused(Reason.BAD_CATEGORY, text)
    return SEPARATOR.join(path)


def _vat(text: str) -> float | str:
    """As JSON has it; "" is no VAT."""
    rate = vat_of(text)
    return "" if rate is None else float(rate)


def _unit(text: str) -> str:
    return unit_of(text).value


_READERS: Mapping[str, Callable[[str], Any]] = {
    "name": _name,
    "category": _category,
    "unit": _unit,
    "vat_rate": _vat,
    "pack_multiple": count_of,
    "minimum_quantity": count_of,
}
