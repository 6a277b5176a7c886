"""How one row of a comparison reads: its verdict, its cell, what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.admin.imports_columns import letter
from catalog.enums import Verdict
from catalog.feed import Reason
from catalog.models import ImportBatch
from catalog.queries.import_rows import ComparedRow

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# what a warning is called
WARNINGS: dict[str, "_StrOrPromise"] = {
    "jump": _("Jumps over 30 %"),
    "tenfold": _("Tenfold"),
    "below_cost": _("Below cost"),
    "shared_code": _("Code of several products"),
}
# in which colour a kind of rows speaks when there are any
TONES: dict[str, str] = {
    Verdict.MISSING: "warn",
    Verdict.UNKNOWN: "bad",
    Verdict.DOUBTFUL: "bad",
    Verdict.REPEATED: "warn",
    Verdict.BAD: "bad",
    "jump": "warn",
    "tenfold": "bad",
    "below_cost": "bad",
    "shared_code": "warn",
}
# which column a reason speaks of
FIELD_OF: dict[str, str] = {
    Reason.EMPTY_BRAND: "brand",
    Reason.BAD_ARTICLE: "article",
    Reason.DAMAGED_ARTICLE: "article",
    Reason.BAD_CODE: "code",
    Reason.BAD_CATEGORY: "category",
    Reason.BAD_PRICE: "price",
    Reason.BAD_STOCK: "stock",
    Reason.BAD_COUNT: "quantity",
    Reason.NAMELESS: "name",
    Reason.LONG_NAME: "name",
    Reason.BAD_UNIT: "unit",
    Reason.BAD_VAT: "vat_rate",
    Reason.BAD_DAY: "expected_on",
    Reason.DAY_MISSING: "expected_on",
    Reason.UNKNOWN_WAREHOUSE: "warehouse",
    Reason.BELOW_RESERVED: "stock",
    Reason.BAD_OWN_CODE: "own_code",
}


@dataclass(frozen=True)
class WordedRow:
    """A compared row in words. `cell` is where to look in the sheet: D17."""

    compared: ComparedRow
    verdict: "_StrOrPromise"
    tone: str
    flags: tuple[tuple[str, "_StrOrPromise"], ...]
    reason: "_StrOrPromise"
    cell: str

    @property
    def line(self) -> int:
        return self.compared.line

    @property
    def quantity(self) -> int:
        return self.compared.row.quantity or 1

    @property
    def is_doubtful(self) -> bool:
        return self.compared.row.verdict == Verdict.DOUBTFUL


def worded(batch: ImportBatch, rows: Iterable[ComparedRow]) -> list[WordedRow]:
    """The rows with the words and places that their page and workbook show."""
    columns = batch.layout.get("columns", {})
    labels = dict(Verdict.choices)
    return [
        WordedRow(
            compared,
            labels[compared.row.verdict],
            TONES.get(compared.row.verdict, ""),
            tuple((TONES[flag], WARNINGS[flag]) for flag in compared.flags),
            _reason(compared.row.reason),
            _cell(columns, compared.row.reason or "", compared.line),
        )
        for compared in rows
    ]


def _reason(code: str | None) -> "_StrOrPromise":
    return Reason(code).label if code in set(Reason) else code or ""


def _cell(columns: dict[str, int], reason: str, line: int) -> str:
    """The cell that a reason speaks of; empty where it is no single one."""
    place = columns.get(FIELD_OF.get(reason, ""))
    return "" if place is None or line < 0 else f"{letter(place)}{line}"
