"""Long work that runs or ran."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.models import Job


@admin.register(Job)
class JobAdmin(SeenOnlyAdmin):
    """Progress and outcome; the work's own page can stop it."""

    list_display = ["started_at", "kind", "state", "progress", "bad", "finished_at"]
    list_filter = ["state", "kind"]
    ordering = ["-id"]
    fields = ["kind", "state", "progress", "bad", "report", "error", "started_at", "finished_at", "page"]
    readonly_fields = fields

    @admin.display(description=_("rows done"))
    def progress(self, job: Job) -> str:
        return f"{job.done} / {job.total}" if job.total else str(job.done)

    @admin.display(description=_("page"))
    def page(self, job: Job) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("core:job", args=[job.uid]), _("Progress, stop"))
