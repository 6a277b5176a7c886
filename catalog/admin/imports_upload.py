"""The first step of the cockpit: the file, and where it goes."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import drop_file, file_path, store_upload
from b2b_portal.core.models import File
from b2b_portal.core.sheets import samples
from catalog.actions.open_import import open_import
from catalog.admin.imports_frame import address, answer, staff
from catalog.enums import ImportKind
from catalog.forms.imports import UploadSheetForm, suffix_of
from catalog.imports.layout import Layout, NoHeader, guess_below, guess_layout
from catalog.models import ImportBatch, ImportProfile

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
    ".csv.gz": "application/gzip",
}


def upload(request: HttpRequest) -> HttpResponse:
    """The form of one kind; a file that cannot be read comes back with the reason at its field."""
    asked, kinds = request.GET.get("kind", ""), _kinds(request)
    kind = asked if asked in dict(kinds) else ImportKind.PRICES.value
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadSheetForm(*sent, kind=kind)
    batch = _opened(request, form, kind) if form.is_valid() else None
    if batch:
        return HttpResponseRedirect(address("columns", batch))
    status = 422 if form.is_bound else 200
    return answer(request, "import_upload", now=0, status=status, form=form, kind=kind, kinds=kinds)


def may_load(request: HttpRequest, kind: str) -> bool:
    """Whether files of this kind are the person's business: costs only of who may change them."""
    needed = ["catalog.view_cost", "catalog.change_cost"] if kind == ImportKind.COSTS else []
    return request.user.has_perms(needed)  # type: ignore[union-attr]


def _kinds(request: HttpRequest) -> list[tuple[str, "_StrOrPromise"]]:
    return [(kind, label) for kind, label in ImportKind.choices if may_load(request, kind)]


def _opened(request: HttpRequest, form: UploadSheetForm, kind: str) -> ImportBatch | None:
    """Stores the bytes before the action's transaction begins; a refused file leaves no row behind."""
    said = dict(form.cleaned_data)
    sent = said.pop("file")
    file = store_upload(sent, name=sent.name, content_type=CONTENT_TYPES[suffix_of(sent.name)])
    try:
        layout = _guessed(file, kind, said.get("profile"))
        return open_import(
            kind=ImportKind(kind), file=file, layout=layout.as_json(), **said, by=staff(request), at=timezone.now()
        )
    except RuleBroken as refusal:
        drop_file(file)
        form.add_error("file", str(refusal))
        return None


def _guessed(file: File, kind: str, profile: ImportProfile | None) -> Layout:
    """How the file seems to be laid out; headings that nobody knows are left to the next step. Raises SheetRefused."""
    sheets = samples(file_path(file))
    try:
        return guess_layout(sheets, kind, profile)
    except NoHeader:
        first = max(sheets, key=lambda one: len(one.rows))
        if not first.rows:
            raise
        return guess_below(first, kind, profile)
