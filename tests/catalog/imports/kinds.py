"""Sheets of stock, products and own codes for tests: a batch, its rows, what was found and what was published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.actors import SYSTEM
from b2b_portal.core.files import store_file
from catalog.enums import ImportKind
from catalog.imports.kinds import KINDS
from catalog.imports.layout import Layout
from catalog.models import ImportBatch, ImportRow


def quiet(_done: int, _bad: int, _total: int | None = None) -> None:
    """Nobody watches."""


def make_batch(kind: ImportKind, **fields: Any) -> ImportBatch:
    """A sent file; its bytes do not matter here."""
    file = store_file(b"sent", name="sheet.csv", content_type="text/csv")
    return ImportBatch.objects.create(kind=kind, file=file, **fields)


def layout_of(*columns: str, brand: str = "") -> Layout:
    """Columns in this order below one row of headings."""
    places = {name: place for place, name in enumerate(columns)}
    return Layout(sheet="", header_row=1, first_row=2, columns=places, width=len(columns), brand=brand)


def compare(batch: ImportBatch, columns: str, *rows: Sequence[str], brand: str = "") -> dict[str, Any]:
    """Compares rows under these columns; the first stands on line 2."""
    layout = layout_of(*columns.split(), brand=brand)
    cells = [(1, columns.split()), *((line, list(row)) for line, row in enumerate(rows, start=2))]
    return KINDS[ImportKind(batch.kind)].compare(batch, iter(cells), layout, quiet)


def publish(batch: ImportBatch, now: datetime, **chosen: Any) -> dict[str, Any]:
    """Publishes all brands, and what is missing only where told so."""
    told = {"brand_ids": [], "removes_missing": False, "by": SYSTEM, "note": quiet, **chosen}
    return KINDS[ImportKind(batch.kind)].publish(batch=batch, at=now, **told)


def verdicts(batch: ImportBatch) -> dict[int, str]:
    """What became of every row, by its line."""
    return dict(ImportRow.objects.filter(batch_id=batch.pk).order_by("line").values_list("line", "verdict"))


def row_of(batch: ImportBatch, line: int) -> ImportRow:
    """One row of the comparison."""
    return ImportRow.objects.get(batch_id=batch.pk, line=line)
