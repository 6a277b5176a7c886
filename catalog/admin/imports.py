"""The cockpit of imports: a file comes in, its columns are chosen, it is compared, and published by actions."""

from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from b2b_portal.core.access import takes_body
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.admin.imports_columns import columns
from catalog.admin.imports_frame import address
from catalog.admin.imports_progress import RUNNING, progress, stop
from catalog.admin.imports_publish import compare, publish
from catalog.admin.imports_report import report, rows_xlsx
from catalog.admin.imports_upload import may_load, upload
from catalog.enums import ImportKind, ImportState
from catalog.forms.imports import MOST_BODY
from catalog.imports.layout import FIELDS
from catalog.models import ImportBatch, ImportProfile

Page = Callable[[HttpRequest, ImportBatch], HttpResponse]
SAFE, POST, FORM = {"GET", "HEAD"}, {"POST"}, {"GET", "HEAD", "POST"}


def batches_shown(request: HttpRequest, batches: QuerySet[Any]) -> QuerySet[Any]:
    """The batches that the person may know of: files of costs are for those who may see costs."""
    may_see_costs = request.user.has_perm("catalog.view_cost")  # type: ignore[union-attr]
    return batches if may_see_costs else batches.exclude(kind=ImportKind.COSTS)


@admin.register(ImportBatch)
class ImportBatchAdmin(SeenOnlyAdmin):
    """The files that came in. Whoever may add one may correct, compare and publish it; others look on."""

    list_display = ["name", "kind", "goes_to", "state", "found", "author", "sent_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["file", "price_list", "warehouse", "company"]
    search_fields = ["file__name"]
    ordering = ["-id"]
    fields = ["kind", "state"]  # its pages are our own

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("catalog.add_importbatch"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        people = User.objects.filter(uid=OuterRef("author_uid"))
        shown = batches_shown(request, super().get_queryset(request))
        return shown.annotate(author_name=Subquery(people.values("full_name")[:1]))

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("columns", columns, FORM, needs="add"),
            self._path("compare", compare, POST, needs="add"),
            self._path("stop", stop, POST, needs="add"),
            self._path("publish", publish, FORM, needs="add"),
            self._path("progress", progress, SAFE),
            self._path("rows", rows_xlsx, SAFE),
            *super().get_urls(),
        ]

    @takes_body(MOST_BODY)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Takes a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return upload(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page that the batch stands at: its columns, its progress or its comparison."""
        batch = self._batch(request, int(object_id) if object_id.isdecimal() else 0)
        if batch.state == ImportState.UPLOADED and self._works_on(request, batch):
            return HttpResponseRedirect(address("columns", batch))
        if ImportState(batch.state) in RUNNING:
            return progress(request, batch)
        return report(request, batch)

    @admin.display(description=_("file"), ordering="file__name")
    def name(self, batch: ImportBatch) -> str:
        return str(batch)

    @admin.display(description=_("goes to"))
    def goes_to(self, batch: ImportBatch) -> str:
        return str(batch.price_list or batch.warehouse or batch.company or "—")

    @admin.display(description=_("rows"))
    def found(self, batch: ImportBatch) -> str:
        return quantity_text(batch.report["rows"]) if "rows" in batch.report else "—"

    @admin.display(description=_("author"))
    def author(self, batch: Any) -> str:
        return batch.author_name or "—"

    @admin.display(description=_("sent at"), ordering="created_at")
    def sent_at(self, batch: ImportBatch) -> datetime:
        return batch.created_at

    def _path(self, name: str, page: Page, methods: set[str], needs: str = "view") -> URLPattern:
        def view(request: HttpRequest, batch_id: int) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(sorted(methods))
            batch = self._batch(request, batch_id)
            if needs == "add" and not self._works_on(request, batch):
                raise PermissionDenied
            return page(request, batch)

        wrapped = self.admin_site.admin_view(update_wrapper(view, page))
        return path(f"<int:batch_id>/{name}/", wrapped, name=f"catalog_importbatch_{name}")

    def _works_on(self, request: HttpRequest, batch: ImportBatch) -> bool:
        return self.has_add_permission(request) and may_load(request, batch.kind)

    def _batch(self, request: HttpRequest, batch_id: int) -> ImportBatch:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = batches_shown(request, ImportBatch.objects.all()).select_related(
            "file", "price_list", "warehouse", "company", "job", "version"
        )
        batch = rows.filter(pk=batch_id).first()
        if batch is None:
            raise Http404
        return batch


@admin.register(ImportProfile)
class ImportProfileAdmin(AuditedAdmin):
    """How suppliers' sheets are laid out. A profile is made on the page of columns, where its file is seen."""

    may_delete = True
    list_display = ["supplier", "kind", "headings", "sheet", "brand"]
    list_filter = ["kind"]
    search_fields = ["supplier", "name"]
    ordering = ["supplier"]
    fields = [("supplier", "name"), "kind", "headings", ("sheet", "brand")]
    readonly_fields = ["kind", "headings"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=capfirst(_("columns")))
    def headings(self, profile: ImportProfile) -> str:
        labels = {field.name: field.label for field in FIELDS[profile.kind]}
        return ", ".join(f"{labels.get(name, name)} ← {heading}" for name, heading in profile.columns.items())
