"""Pure: a company's price list as XLSX, CSV, YML or JSON, written to an open file some rows at a time."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from b2b_portal.core.row_files import AT_ONCE, SHEET_ROWS, CsvFile, RowCell, RowFile, Rows, XlsxFile, xml_text
from b2b_portal.core.templatetags.ui import moment_text, quantity_text
from catalog.enums import FeedFormat
from catalog.price_list_columns import CATEGORY_ID, UID, PriceColumn, in_order, read_for

CONTENT_TYPES = {
    FeedFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FeedFormat.CSV: "text/csv; charset=utf-8",
    FeedFormat.YML: "application/xml; charset=utf-8",
    FeedFormat.JSON: "application/json",
}
EXTENSIONS = {FeedFormat.XLSX: "xlsx", FeedFormat.CSV: "csv", FeedFormat.YML: "yml", FeedFormat.JSON: "json"}


@dataclass(frozen=True)
class Section:
    """A section of the catalogue as YML lists it."""

    id: int
    parent_id: int | None
    name: str


@dataclass(frozen=True)
class Head:
    """What a file says of itself: whose prices of which moment, sold by whom."""

    company: str
    shop: str
    url: str
    at: datetime
    sections: Sequence[Section] = ()


def open_price_file(stream: IO[bytes], file_format: str, columns: Iterable[str], head: Head) -> RowFile:
    """Begins the file in the language active now; rows hold what read_for() names, in its order."""
    chosen = in_order(columns)
    headings = [str(column.label) for column in chosen]
    if file_format == FeedFormat.XLSX:
        return _Workbook(stream, headings, head)
    if file_format == FeedFormat.CSV:
        return CsvFile(stream, headings)
    if file_format == FeedFormat.YML:
        return _Yml(stream, read_for(file_format, chosen), head)
    return _Json(stream, [column.value for column in chosen], head)


class _Workbook(XlsxFile):
    """Says in a sheet of its own whose prices these are and how the rows are split."""

    def __init__(self, stream: IO[bytes], headings: Sequence[str], head: Head) -> None:
        super().__init__(stream, headings, title=_("Price list"))
        self.head = head

    def close(self) -> None:
        lines = [
            _("Prices of %(company)s") % {"company": self.head.company},
            _("%(shop)s, as of %(moment)s") % {"shop": self.head.shop, "moment": moment_text(self.head.at)},
        ]
        if self.sheets > 1:
            words = _("The rows are split into %(sheets)s sheets: one sheet holds %(most)s rows.")
            lines.append(words % {"sheets": self.sheets, "most": quantity_text(SHEET_ROWS)})
        self.about = _("About the file"), lines
        super().close()


class _Json:
    """One object: company, moment, currency, and `rows`, an object each. Prices are texts, so that none is rounded."""

    def __init__(self, stream: IO[bytes], names: Sequence[str], head: Head) -> None:
        self.stream, self.names, self.mark = stream, names, ""
        facts = {"company": head.company, "shop": head.shop, "at": head.at.isoformat(), "currency": "RUB"}
        stream.write(f'{json.dumps(facts, ensure_ascii=False)[:-1]}, "rows": ['.encode())

    def write(self, rows: Rows) -> None:
        for row in rows:
            named = dict(zip(self.names, row, strict=True))
            if PriceColumn.BREAKS in named:
                named[PriceColumn.BREAKS.value] = _breaks(named[PriceColumn.BREAKS])  # type: ignore[assignment]
            self.stream.write(f"{self.mark}\n{json.dumps(named, ensure_ascii=False, default=str)}".encode())
            self.mark = ","

    def close(self) -> None:
        self.stream.write(b"\n]}\n")


class _Yml:
    """Yandex Market's catalogue; a product without a price is an offer that is not available."""

    def __init__(self, stream: IO[bytes], names: Sequence[str], head: Head) -> None:
        self.stream, self.names = stream, names
        self.params = {name: xml_text(str(PriceColumn(name).label)) for name in names if name in _PARAMS}
        sections = "".join(
            f'<category id="{one.id}"{f" parentId={chr(34)}{one.parent_id}{chr(34)}" if one.parent_id else ""}>'
            f"{xml_text(one.name)}</category>\n"
            for one in head.sections
        )
        self._put(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<yml_catalog date="{head.at.isoformat(timespec="minutes")}">\n'
            f"<shop>\n<name>{xml_text(head.shop)}</name>\n<company>{xml_text(head.shop)}</company>\n"
            f"<url>{xml_text(head.url)}</url>\n"
            f'<currencies><currency id="RUB" rate="1"/></currencies>\n<categories>\n{sections}</categories>\n<offers>\n'
        )

    def write(self, rows: Rows) -> None:
        coming = iter(rows)
        while batch := list(islice(coming, AT_ONCE)):
            self._put("".join([self._offer(dict(zip(self.names, row, strict=True))) for row in batch]))

    def close(self) -> None:
        self._put("</offers>\n</shop>\n</yml_catalog>\n")

    def _offer(self, named: dict[str, RowCell]) -> str:
        price, stock = named[PriceColumn.PRICE_GROSS], named.get(PriceColumn.STOCK, 1)
        available = "true" if price is not None and stock else "false"
        elements = "".join(f"<{tag}>{_xml(named[name])}</{tag}>" for name, tag in _TAGS if named.get(name) is not None)
        params = "".join(
            f'<param name="{label}">{_xml(named[name])}</param>'
            for name, label in self.params.items()
            if named[name] not in (None, "")
        )
        return (
            f'<offer id="{named[UID]}" available="{available}">{elements}<currencyId>RUB</currencyId>'
            f"<categoryId>{named[CATEGORY_ID]}</categoryId>{params}</offer>\n"
        )

    def _put(self, text: str) -> None:
        self.stream.write(text.encode())


_TAGS = (
    (PriceColumn.NAME.value, "name"),
    (PriceColumn.BRAND.value, "vendor"),
    (PriceColumn.ARTICLE.value, "vendorCode"),
    (PriceColumn.PRICE_GROSS.value, "price"),
    (PriceColumn.STOCK.value, "count"),
    (PriceColumn.MINIMUM.value, "min-quantity"),
    (PriceColumn.PACK.value, "step-quantity"),
)
_PARAMS = frozenset(
    {
        PriceColumn.OWN_CODE.value,
        PriceColumn.UNIT.value,
        PriceColumn.PRICE_NET.value,
        PriceColumn.VAT_RATE.value,
        PriceColumn.BREAKS.value,
        PriceColumn.RECOMMENDED.value,
    }
)


def _xml(cell: RowCell) -> str:
    return xml_text(cell) if isinstance(cell, str) else str(cell)


def _breaks(cell: RowCell) -> list[dict[str, int | str]]:
    """The breaks of a JSON row from their one text: "10: 95.00; 50: 90.00"."""
    if not isinstance(cell, str) or not cell:
        return []
    pairs = (step.partition(": ") for step in cell.split("; "))
    return [{"quantity": int(quantity), "price": price} for quantity, _colon, price in pairs]
