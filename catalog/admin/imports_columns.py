"""The second step of the cockpit: the first rows of the file, and what each column holds."""

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from b2b_portal.core.columns import HEADING_ROWS
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import file_path
from b2b_portal.core.sheets import Sample, samples
from catalog.actions.choose_layout import choose_layout, keep_profile
from catalog.actions.start_import import start_import
from catalog.admin.imports_frame import CORRECTABLE, address, answer, staff
from catalog.enums import ImportState
from catalog.forms.imports import ColumnsForm
from catalog.imports.layout import FIELDS, Layout, guess_below, headings_of, remembered, sheets_alike
from catalog.models import ImportBatch, ImportProfile

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN_ROWS = 30
MOST_COLUMNS = 200
LONGEST_SHOWN = 80


def columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The preview with a choice above each column; sent, it is kept and the file is read whole."""
    if ImportState(batch.state) not in CORRECTABLE:
        return HttpResponseRedirect(address("change", batch))
    try:
        sheets = samples(file_path(batch.file))
    except RuleBroken as refusal:
        return answer(request, "import_refused", batch, now=1, status=422, refusal=str(refusal))
    sample, layout = _asked(request, batch, sheets)
    headings = _headings(sample, layout)
    form = _form(request, batch, layout, headings)
    if form.is_valid() and _started(request, batch, sample, layout, form):
        return HttpResponseRedirect(address("change", batch))
    return answer(
        request,
        "import_columns",
        batch,
        now=1,
        status=422 if form.is_bound else 200,
        form=form,
        layout=layout,
        headings=[(letter(place), heading) for place, heading in enumerate(headings)],
        read=_read(batch, layout),
        needed=[one.label for one in FIELDS[batch.kind] if one.is_required and one.name not in layout.columns],
        rows=_rows(sample, layout, len(headings)),
        sheets=[one.sheet for one in sheets],
        unread=sheets_alike(sheets, layout),
        most_header=HEADING_ROWS,
        where=urlencode({"sheet": layout.sheet, "header_row": layout.header_row}),
    )


def _read(batch: ImportBatch, layout: Layout) -> list[tuple["_StrOrPromise", str]]:
    """What is read now and from where: a wide sheet does not show it at a glance."""
    return [(one.label, letter(layout.columns[one.name])) for one in FIELDS[batch.kind] if one.name in layout.columns]


def _started(request: HttpRequest, batch: ImportBatch, sample: Sample, layout: Layout, form: ColumnsForm) -> bool:
    """Keeps the columns, for the supplier's next file too where one is named, and has the file read."""
    supplier = form.cleaned_data["profile_name"]
    layout = layout.reading(form.columns, form.cleaned_data["brand"])
    by, at = staff(request), timezone.now()
    try:
        choose_layout(batch=batch, layout=layout.as_json(), by=by, at=at)
        if supplier:
            kept = remembered(layout, headings_of(sample, layout.header_row))
            batch.layout = layout.as_json()
            name = _code_of(supplier, batch)
            keep_profile(batch=batch, name=name, supplier=supplier, columns=kept["columns"], by=by, at=at)
        start_import(batch=batch, by=by, at=at)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _code_of(supplier: str, batch: ImportBatch) -> str:
    """The code of the supplier's profile, or a free one for a new supplier."""
    known = ImportProfile.objects.filter(kind=batch.kind, supplier=supplier).first()
    if known:
        return known.name
    code = slugify(supplier)[:40] or batch.kind
    return f"{code}-{batch.pk}" if ImportProfile.objects.filter(name=code).exists() else code


def _form(request: HttpRequest, batch: ImportBatch, layout: Layout, headings: list[str]) -> ColumnsForm:
    initial = {f"column_{place}": name for name, place in layout.columns.items()}
    initial |= {"brand": layout.brand, "profile_name": batch.profile.supplier if batch.profile else ""}
    sent = (request.POST,) if request.method == "POST" else ()
    return ColumnsForm(*sent, kind=batch.kind, headings=headings, initial=initial)


def _asked(request: HttpRequest, batch: ImportBatch, sheets: list[Sample]) -> tuple[Sample, Layout]:
    """The sheet and the headings that the address names, else those that are kept with the batch."""
    kept = Layout.from_json(batch.layout)
    name, row = request.GET.get("sheet", kept.sheet), request.GET.get("header_row", "")
    sample = next((one for one in sheets if one.sheet == name), sheets[0])
    header = min(int(row), HEADING_ROWS) if row.isdecimal() and len(row) < 6 else None
    if sample.sheet == kept.sheet and header in (None, kept.header_row):
        return sample, kept
    return sample, replace(guess_below(sample, batch.kind, batch.profile, header), brand=kept.brand)


def _headings(sample: Sample, layout: Layout) -> list[str]:
    """What stands above the columns; letters, as a spreadsheet has them, where nothing does."""
    shown = [cells for number, cells in sample.rows if number >= layout.header_row]
    width = min(MOST_COLUMNS, max([layout.width, *map(len, shown)], default=0))
    named = headings_of(sample, layout.header_row)
    cells = [*named, *[""] * width][:width]
    return [cell[:LONGEST_SHOWN] or _("column %(letter)s") % {"letter": letter(at)} for at, cell in enumerate(cells)]


def _rows(sample: Sample, layout: Layout, width: int) -> list[tuple[int, list[str]]]:
    below = ((number, cells) for number, cells in sample.rows if number >= layout.first_row)
    return [
        (number, [cell[:LONGEST_SHOWN] for cell in [*cells, *[""] * width][:width]])
        for number, cells in islice(below, SHOWN_ROWS)
    ]


def letter(place: int) -> str:
    """What a spreadsheet calls a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
