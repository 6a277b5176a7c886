"""How far each series of numbers has come."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from documents.models import Series


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    """Only to look at: a number moves when a document is issued."""

    list_display = ["seller", "kind", "year", "last_number"]
    list_filter = ["seller", "kind", "year"]
    list_select_related = ["seller"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
