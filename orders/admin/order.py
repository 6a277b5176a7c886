"""Orders: seen here with lines and history, changed by actions alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin, SeenOnlyInline
from orders.models import History, Order, OrderLine


class LinesInline(SeenOnlyInline):
    """What was sold, as it was named and priced that day."""

    model = OrderLine
    fields = ["position", "article", "brand", "name", "quantity", "unit_price", "vat_rate", "net", "tax", "gross"]


class HistoryInline(SeenOnlyInline):
    """What happened to it."""

    model = History
    fields = ["happened_at", "kind", "by_name", "facts"]


@admin.register(Order)
class OrderAdmin(SeenOnlyAdmin):
    """The latest orders of all companies."""

    list_display = ["number", "company", "placed_at", "status", "reserved_until", "gross"]
    list_filter = ["status"]
    list_select_related = ["company"]
    search_fields = ["=number", "company__name", "company__inn", "buyer_number"]
    date_hierarchy = "placed_at"
    fields = [
        ("number", "status", "placed_at"),
        ("company", "contract", "placed_by"),
        ("reserved_until", "buyer_number"),
        "comment",
        ("net", "tax", "gross"),
    ]
    inlines = [LinesInline, HistoryInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("company", "contract", "placed_by")
