"""How far each series of numbers has come."""

from django.contrib import admin

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from documents.models import Series


@admin.register(Series)
class SeriesAdmin(SeenOnlyAdmin):
    """A number moves when a document is issued."""

    list_display = ["seller", "kind", "year", "last_number"]
    list_filter = ["seller", "kind", "year"]
    list_select_related = ["seller"]
