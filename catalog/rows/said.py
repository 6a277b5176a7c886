"""A row of a sheet as it was read, and where its columns stand."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from catalog.articles import printed
from catalog.feed import LONGEST_ARTICLE, LONGEST_BRAND, Reason, Refused

Value = TypeVar("Value")

_FORMULA = ("=", "+", "-", "@")
_AS_NUMBER = re.compile(r"\d+[.,]\d+E\+?\d+", re.IGNORECASE)  # 4,60123E+12: what is left of a barcode


class Places(Protocol):
    """Where a sheet keeps what: catalog.imports.layout.Layout, of which a row needs this much."""

    @property
    def columns(self) -> Mapping[str, int]: ...
    @property
    def brand(self) -> str: ...
    @property
    def first_row(self) -> int: ...


@dataclass(slots=True)
class Said:
    """One row. With a reason it is bad: `said` is then the text that could not be taken, `detail["field"]` its column.

    `becomes` is a number, `detail` whatever else the row says; the shape of both is the kind's own.
    """

    line: int
    brand: str
    article: str
    becomes: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    said: str = ""

    def refuse(self, reason: Reason, text: str, column: str) -> None:
        """Marks the row as bad; the first reason stays."""
        if not self.reason:
            self.reason, self.said = reason.value, text[:200]
            self.detail = {"field": column}


class Cells:
    """The cells of one row by what they mean."""

    def __init__(self, places: Places) -> None:
        self._places, self._brand = places.columns, printed(places.brand)
        self._row: Sequence[str] = ()

    def turn_to(self, row: Sequence[str]) -> None:
        """Takes the next row."""
        self._row = row

    def text(self, column: str) -> str:
        """The text of a cell without outer spaces, invisible characters and the apostrophe of a guard."""
        place = self._places.get(column)
        if place is None or place >= len(self._row):
            return ""
        text = self._row[place]
        if text.startswith("'") and text[1:].startswith(_FORMULA):
            text = text[1:]
        return printed(text)

    def named(self, line: int) -> Said:
        """Whom the row speaks of: brand and article, checked."""
        article = self.text("article")
        row = Said(line, self.text("brand") or self._brand, article)
        if not article or len(article) > LONGEST_ARTICLE:
            row.refuse(Reason.BAD_ARTICLE, article, "article")
        elif _AS_NUMBER.fullmatch(article):
            row.refuse(Reason.DAMAGED_ARTICLE, article, "article")
        elif len(row.brand) > LONGEST_BRAND:
            row.refuse(Reason.EMPTY_BRAND, row.brand, "brand")
        return row

    def read(self, row: Said, column: str, reader: Callable[[str], Value]) -> Value | None:
        """The cell's value; None where it is empty, or cannot be read and makes the row bad."""
        text = self.text(column)
        if not text:
            return None
        try:
            return reader(text)
        except Refused as refused:
            row.refuse(refused.reason, text, column)
            return None


def read_rows(
    rows: Iterable[tuple[int, list[str]]],
    places: Places,
    says_something: Callable[[Cells], bool],
    read: Callable[[Cells, int], Said],
) -> Iterator[Said | None]:
    """Reads the rows of data; None for one that says nothing. A row without cells or with lost letters is bad."""
    cells = Cells(places)
    for line, row in rows:
        if line < places.first_row:
            continue
        cells.turn_to(row)
        if not row or "\ufffd" in "".join(row):
            broken = Said(line, "", "")
            broken.refuse(Reason.BAD_ROW, " ".join(row), "")
            yield broken
        else:
            yield read(cells, line) if says_something(cells) else None
