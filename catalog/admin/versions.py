"""Versions of price lists: who published what when."""

from django.contrib import admin

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.models import PriceListVersion


@admin.register(PriceListVersion)
class PriceListVersionAdmin(SeenOnlyAdmin):
    """Who published what when."""

    list_display = ["price_list", "number", "source_name", "published_at"]
    list_select_related = ["price_list"]
    ordering = ["-id"]
