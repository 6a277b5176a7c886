"""What the file would change: figures that filter, rows, sums by brand; and the same rows as a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from b2b_portal.core.exports import Cell, xlsx_bytes
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.admin.imports_frame import address, answer
from catalog.admin.imports_rows import TONES, WARNINGS, WordedRow, worded
from catalog.articles import printed
from catalog.enums import Currency, ImportKind, ImportState, Verdict
from catalog.models import ImportBatch, PriceListVersion
from catalog.queries.import_rows import (
    MOST_EXPORTED,
    PIECE,
    Wanted,
    exported_rows,
    is_too_long,
    rows_page,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BRANDS = 100
LONGEST_ARTICLE = 100
CHANGES = (Verdict.NEW, Verdict.UP, Verdict.DOWN, Verdict.CHANGED)
BAR = 100  # half of a bar that grows to both sides
LONGEST_BAR = Decimal("0.3")  # more than this is a bar to the end; the figure stands beside it
# what the rows of a kind never are: pieces go up and down, facts change
NEVER: dict[str, set[str]] = {
    ImportKind.STOCK: {Verdict.CHANGED},
    ImportKind.PRODUCTS: {Verdict.UP, Verdict.DOWN, Verdict.UNKNOWN},
    ImportKind.OWN_CODES: {Verdict.UP, Verdict.DOWN},
    ImportKind.COSTS: {Verdict.MISSING, "below_cost"},
}
COUNTED_AS = {Verdict.SAME.value: "unchanged"}  # what the report calls it


@dataclass(frozen=True)
class Figure:
    """How many rows of a kind there are; a link to them."""

    name: str
    label: "_StrOrPromise"
    count: int
    query: str
    tone: str
    is_current: bool


@dataclass(frozen=True)
class BrandRow:
    """What changes in one brand; the bar grows to the right when it gets dearer, to the left when cheaper."""

    name: str
    counts: Mapping[str, int]
    was: Decimal
    becomes: Decimal
    rate: Decimal | None
    x: str
    width: str
    query: str


def report(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The comparison; without rows of its own (failed, given up) only what happened."""
    wanted = _wanted(request)
    page = rows_page(batch, wanted, after=_line(request, "after"), before=_line(request, "before"))
    step = {ImportState.PUBLISHED: 4, ImportState.SCHEDULED: 3}.get(ImportState(batch.state), 2)
    brands = _brands(batch)
    return answer(
        request,
        "import_report",
        batch,
        now=step,
        figures=figures(batch, wanted),
        wanted=wanted,
        query=_query(wanted),
        chosen_brand=next((one["name"] for one in batch.report.get("brands", []) if one["id"] == wanted.brand_id), ""),
        page=page,
        rows=worded(batch, page.rows),
        currency=batch.price_list.currency if batch.price_list else Currency.RUB,
        written=_written(batch),
        taken_back=_taken_back(batch),
        has_sums=batch.kind not in {ImportKind.PRODUCTS, ImportKind.OWN_CODES},
        brands=brands[:MOST_BRANDS],
        more_brands=len(brands) - MOST_BRANDS,
        most_exported=MOST_EXPORTED,
    )


def rows_xlsx(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The filtered rows as a workbook; more than it takes are refused with a sentence on the page."""
    wanted = _wanted(request)
    if is_too_long(batch, wanted):
        words = _("More than %(most)s rows are chosen: choose a figure, a brand or an article first.")
        messages.error(request, words % {"most": quantity_text(MOST_EXPORTED)})
        return HttpResponseRedirect(f"{address('change', batch)}?{_query(wanted)}")
    content = xlsx_bytes(_headings(), _cells(batch, wanted), title=capfirst(_("rows of an import")))
    name = f"import-{batch.pk}{f'-{wanted.show}' if wanted.show else ''}.xlsx"
    disposition = content_disposition_header(True, name)
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


def _headings() -> list[str]:
    words = (
        _("row"),
        _("verdict"),
        _("brand"),
        _("article"),
        _("name"),
        _("from quantity"),
        _("was"),
        _("becomes"),
        _("change, %"),
        _("warnings"),
        _("cell"),
        _("reason"),
        _("said"),
        _("what differs"),
    )
    return [capfirst(word) for word in words]


def _cells(batch: ImportBatch, wanted: Wanted) -> Iterator[list[Cell]]:
    """The cells of each row; what is empty is None, which costs nothing to write."""
    rows = exported_rows(batch, wanted)
    while piece := worded(batch, islice(rows, PIECE)):
        for one in piece:
            yield [cell if cell != "" else None for cell in _row_cells(one)]


def _row_cells(one: WordedRow) -> list[Cell]:
    compared, row, rate = one.compared, one.compared.row, one.compared.change_rate
    return [
        row.line if row.line > 0 else None,
        str(one.verdict),
        compared.brand,
        compared.article,
        compared.product.name if compared.product else None,
        row.quantity,
        one.was if row.was is None else row.was,
        one.becomes if compared.becomes is None else compared.becomes,
        None if rate is None else round(rate * 100, 2),
        ", ".join(str(words) for _tone, words in one.flags),
        one.cell,
        str(one.reason),
        row.said,
        "; ".join(map(str, one.differences)),
    ]


def _wanted(request: HttpRequest) -> Wanted:
    show, brand = request.GET.get("show", ""), request.GET.get("brand", "")
    return Wanted(
        show=show if show in Verdict.values or show in WARNINGS else "",
        brand_id=int(brand) if brand.isdecimal() and len(brand) < 19 else None,
        article=printed(request.GET.get("q", ""))[:LONGEST_ARTICLE],
    )


def _query(wanted: Wanted, **other: Any) -> str:
    """The filter as it stands in an address, with something else chosen."""
    words = {"show": wanted.show, "brand": wanted.brand_id, "q": wanted.article, **other}
    return urlencode({name: value for name, value in words.items() if value})


def _line(request: HttpRequest, name: str) -> int | None:
    """A place in the file; what is no number there is no place."""
    said = request.GET.get(name, "")
    return int(said) if said.removeprefix("-").isdecimal() and len(said) < 11 else None


def figures(batch: ImportBatch, wanted: Wanted) -> list[Figure]:
    """How many rows of each kind the comparison found."""
    shown = [("", _("All rows"), "rows")]
    labels = {**dict(Verdict.choices), Verdict.NEW.value: _("New rows")}
    shown += [(value, capfirst(str(label)), COUNTED_AS.get(value, value)) for value, label in labels.items()]
    shown += [(flag, words, flag) for flag, words in WARNINGS.items()]
    return [
        Figure(
            name,
            label,
            batch.report[counted],
            _query(wanted, show=name),
            TONES.get(name, "") if batch.report[counted] else "",
            wanted.show == name,
        )
        for name, label, counted in shown
        if counted in batch.report and name not in NEVER.get(batch.kind, ())
    ]


def _written(batch: ImportBatch) -> dict[str, int]:
    """What publishing another kind than prices wrote: rows, and those that were refused then."""
    if batch.job is None or batch.state != ImportState.PUBLISHED or batch.kind == ImportKind.PRICES:
        return {}
    refused = batch.job.report.get("refused", 0)
    return {"rows": sum(batch.job.report.values()) - refused, "refused": refused}


def _taken_back(batch: ImportBatch) -> int | None:
    """The number of the version that took this one back; later versions go with an earlier one."""
    if batch.version is None:
        return None
    back = PriceListVersion.objects.filter(
        price_list_id=batch.price_list_id,
        number__gt=batch.version.number,
        undoes__number__lte=batch.version.number,
    )
    return back.order_by("number").values_list("number", flat=True).first()


def _brands(batch: ImportBatch) -> list[BrandRow]:
    """Brands in which something changes, by how much money moves, the most first."""
    found = []
    for one in batch.report.get("brands", []):
        if any(one.get(name) for name in CHANGES):
            was, becomes = Decimal(str(one.get("was") or 0)), Decimal(str(one.get("becomes") or 0))
            found.append(_brand_row(one, was, becomes))
    return sorted(found, key=lambda row: -abs(row.becomes - row.was))


def _brand_row(one: Mapping[str, Any], was: Decimal, becomes: Decimal) -> BrandRow:
    rate = (becomes - was) / was if was else None
    width = float(min(abs(rate or 0), LONGEST_BAR) / LONGEST_BAR) * BAR
    x = BAR if (rate or 0) >= 0 else BAR - width
    return BrandRow(one["name"], one, was, becomes, rate, f"{x:.1f}", f"{width:.1f}", urlencode({"brand": one["id"]}))
