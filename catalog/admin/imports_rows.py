"""How one row of a comparison reads: its verdict, its cell, what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.columns import NumberFault
from catalog.admin.imports_columns import letter
from catalog.admin.imports_told import Difference, differences, was_and_becomes
from catalog.enums import Currency, ImportKind, Verdict
from catalog.feed import Reason
from catalog.imports.layout import FIELDS
from catalog.models import ImportBatch, ImportRow
from catalog.queries.import_rows import ComparedRow

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# what a warning is called
WARNINGS: dict[str, "_StrOrPromise"] = {
    "jump": _("Jumps over 30 %"),
    "tenfold": _("Tenfold"),
    "below_cost": _("Below cost"),
    "shared_code": _("Code of several products"),
    "other_column": _("Price from the second column"),
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
    "other_column": "info",
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
    Reason.NAMELESS: "name",
    Reason.LONG_NAME: "name",
    Reason.BAD_UNIT: "unit",
    Reason.BAD_VAT: "vat_rate",
    Reason.BAD_DAY: "expected_on",
    Reason.DAY_MISSING: "expected_on",
    Reason.UNKNOWN_WAREHOUSE: "warehouse",
    Reason.BELOW_RESERVED: "stock",
    Reason.BAD_OWN_CODE: "own_code",
    "no_article": "article",
    "no_price": "price",
    "zero": "price",
    "bad_quantity": "quantity",
    **{fault.value: "price" for fault in NumberFault},
}
# what the comparison of prices finds besides
PRICE_REASONS: dict[str, "_StrOrPromise"] = {
    "no_article": _("the article is empty: write it, or delete the row"),
    "no_price": _("the price is empty: write it, or delete the row"),
    "zero": _("the price is 0: write a price, or delete the row"),
    "bad_quantity": _("the quantity is not a whole number of 1 or more: write one, or leave the cell empty"),
    NumberFault.NOT_A_NUMBER: _("this is not a number: write it as 1234.56"),
    NumberFault.NEGATIVE: _("the number is negative: write one above 0, or delete the row"),
    NumberFault.TOO_LARGE: _("the number is 1,000,000,000 or more: check the decimal point and the column"),
    NumberFault.SCIENTIFIC: _("a spreadsheet shortened the number: show the cell as a plain number"),
}
NO_PRICE_IN_WORKBOOK = _(
    "the price is empty: write it, or delete the row; a formula counts once a spreadsheet program has saved its value"
)


@dataclass(frozen=True)
class WordedRow:
    """A compared row in words. `cell` is where to look in the sheet: D17, a `field`; `differences` are other facts."""

    compared: ComparedRow
    verdict: "_StrOrPromise"
    tone: str
    flags: tuple[tuple[str, "_StrOrPromise"], ...]
    reason: "_StrOrPromise"
    field: "_StrOrPromise"
    cell: str
    was: str
    becomes: str
    differences: tuple[Difference, ...]

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
    layout, fields = batch.layout, {field.name: field.label for field in FIELDS[batch.kind]}
    currency = batch.price_list.currency if batch.price_list else Currency.RUB
    labels = dict(Verdict.choices)
    return [
        WordedRow(
            compared,
            labels[compared.row.verdict],
            TONES.get(compared.row.verdict, ""),
            tuple((TONES[flag], WARNINGS[flag]) for flag in compared.flags),
            _reason(compared.row.reason, is_workbook=not layout.get("delimiter")),
            *_place(layout.get("columns", {}), fields, compared.row),
            *was_and_becomes(compared, ImportKind(batch.kind), currency),
            tuple(differences(compared.row, ImportKind(batch.kind))),
        )
        for compared in rows
    ]


def _reason(code: str | None, *, is_workbook: bool) -> "_StrOrPromise":
    if not code:
        return ""
    if code == "no_price" and is_workbook:
        return NO_PRICE_IN_WORKBOOK
    return PRICE_REASONS.get(code) or (Reason(code).label if code in set(Reason) else code)


def _place(
    columns: Mapping[str, int], fields: Mapping[str, "_StrOrPromise"], row: ImportRow
) -> tuple["_StrOrPromise", str]:
    """The field and the cell that a reason speaks of; empty where it is no single one."""
    field = (row.detail or {}).get("field") or FIELD_OF.get(row.reason or "", "")
    if field == "price" and row.flags & ImportRow.OTHER_COLUMN:
        field = "other_price"
    place = columns.get(field)
    return ("", "") if place is None or row.line < 0 else (fields.get(field, field), f"{letter(place)}{row.line}")
