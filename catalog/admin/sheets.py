"""Import and export of small sheets on pages of the admin: django-import-export's steps, our actions, our limits."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.access import takes_body
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.sheets import SheetRefused
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.forms.sheets import MOST_BYTES, ConfirmSheetForm, ExportSheetForm, ImportSheetForm
from catalog.imports.formats import CsvFormat, SheetFormat, XlsxFormat
from catalog.imports.resource import MOST_ROWS, MOST_SHOWN, SheetResource, SheetResult, fetched
from catalog.imports.uploads import UploadStorage

MOST_EXPORTED = 20_000  # written within one request, in two seconds on a quiet machine


class SheetsAdmin(ImportExportMixin):
    """For a ModelAdmin that names its `sheet`. Who may add and change its rows imports, who may see them exports."""

    sheet: type[SheetResource]
    formats = [XlsxFormat, CsvFormat]
    import_form_class = ImportSheetForm
    confirm_form_class = ConfirmSheetForm
    export_form_class = ExportSheetForm
    import_template_name = "admin/catalog/import.html"
    export_template_name = "admin/catalog/export.html"
    tmp_storage_class = UploadStorage

    def get_resource_classes(self, request: HttpRequest) -> list[type[SheetResource]]:
        return [self.sheet]

    def get_import_resource_kwargs(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {"by": Actor(user=request.user, channel=Channel.ADMIN), "at": timezone.now()}

    def has_import_permission(self, request: HttpRequest) -> bool:
        needed = [f"{self.opts.app_label}.{verb}_{self.opts.model_name}" for verb in ("add", "change")]
        return bool(request.user.has_perms(needed))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def write_to_tmp_storage(self, import_file: UploadedFile, input_format: SheetFormat) -> UploadStorage:
        storage = UploadStorage(extension=input_format.get_extension())
        storage.save(import_file.read())
        return storage

    def add_data_read_fail_error_to_form(self, form: Form, e: Exception) -> None:
        if not isinstance(e, RuleBroken):
            raise e
        form.add_error("import_file", str(e))

    @takes_body(MOST_BYTES + 64 * 1024)  # the other fields
    def import_action(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """The empty form, or the preview of what was sent: 422 when something in it has to be corrected."""
        response = super().import_action(request, **more)
        return _answered(response, **self._words(request))

    def process_import(self, request: HttpRequest, **more: Any) -> HttpResponse:
        """Takes what was previewed, all of it or nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            if self.create_confirm_form(request).is_valid():
                return super().process_import(request, **more)
        except SheetRefused:  # imported already, or previewed the day before
            pass
        messages.error(request, _("The sent file is not kept any more: send it again."))
        return HttpResponseRedirect(self._address("import"))

    def process_result(self, result: SheetResult, request: HttpRequest) -> HttpResponse:
        if not result.has_errors():
            return super().process_result(result, request)
        form = self.import_form_class(self.get_import_formats(), [self.sheet])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.opts,
            "form": form,
            "result": result,
        }
        return _answered(TemplateResponse(request, self.import_template_name, context), **self._words(request))

    def _create_log_entry(self, user_pk: int, rows: list[Any], import_type: str, action_flag: int) -> None:
        """Rows whose actions keep no trail of their own come here."""
        LogEntry.objects.log_actions(user_pk, rows, action_flag, _("Import"), single_object=len(rows) == 1)

    def add_success_message(self, result: SheetResult, request: HttpRequest) -> None:
        words = _("Imported: %(new)s new, %(update)s changed, %(skip)s as they were.")
        messages.success(request, words % {name: quantity_text(count) for name, count in result.totals.items()})

    def _do_file_export(
        self, file_format: SheetFormat, request: HttpRequest, queryset: QuerySet, export_form: Form | None = None
    ) -> HttpResponse:
        """The filtered list as a file. Raises ValueError when it is too long; the page shows the sentence."""
        if queryset.order_by()[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
            words = _("More than %(most)s rows are chosen: narrow the list by its search or filters first.")
            raise ValueError(words % {"most": quantity_text(MOST_EXPORTED)})
        columns = self.sheet().own_columns
        title = capfirst(self.opts.verbose_name_plural)
        headings = [column.column_name for column in columns]
        content = file_format.content(headings, fetched(self.exported(queryset), columns), title)
        name = f"{self.opts.model_name}-{timezone.localdate().isoformat()}.{file_format.get_extension()}"
        disposition = content_disposition_header(True, name)
        return HttpResponse(
            content, content_type=file_format.get_content_type(), headers={"Content-Disposition": disposition}
        )

    def exported(self, queryset: QuerySet) -> QuerySet:
        """The rows with what their columns read."""
        return queryset.select_related(None).select_related(*self.list_select_related)

    def _words(self, request: HttpRequest) -> dict[str, Any]:
        resource = self.sheet()
        return {
            "columns": [column for column in resource.own_columns if column.read],
            "most_rows": MOST_ROWS,
            "most_shown": MOST_SHOWN,
            "export_url": self._address("export") if self.has_export_permission(request) else "",
            "import_url": self._address("import"),
        }

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")


def _answered(response: HttpResponse, **words: Any) -> HttpResponse:
    context = getattr(response, "context_data", None)
    if context is not None:
        context.update(words)
        refused = context.get("result") and context["result"].has_errors()
        if refused or context["form"].errors:
            response.status_code = 422
    return response
