"""Tables that staff only look at: facts, histories and balances, which change through actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from b2b_portal.core.admin.paginator import EstimatingPaginator
from b2b_portal.core.admin.titles import PlainTitles


class SeenOnly:
    """Takes adding, changing and deleting away; for a ModelAdmin or an inline."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SeenOnlyAdmin(SeenOnly, PlainTitles, admin.ModelAdmin):
    """A list and a page per row, nothing to save."""

    list_per_page = 50
    paginator = EstimatingPaginator  # these tables grow for ever
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER


class SeenOnlyInline(SeenOnly, admin.TabularInline):
    """Rows of another table below the form, nothing to save."""

    template = "admin/core/seen_only_inline.html"
    extra = 0
    can_delete = False
