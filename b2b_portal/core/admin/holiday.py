"""The working calendar."""

from django.contrib import admin

from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(AuditedAdmin):
    """Days that differ from Monday-to-Friday; reservations and deadlines count by them."""

    list_display = ["day", "name", "is_working"]
    list_filter = ["is_working"]
    date_hierarchy = "day"
    ordering = ["-day"]
    may_delete = True
