"""What happened to orders, all of them: who did what today."""

from django.contrib import admin

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from orders.models import History


@admin.register(History)
class HistoryAdmin(SeenOnlyAdmin):
    """The latest entries; an order's own stand on its page."""

    list_display = ["happened_at", "order", "kind", "by_name"]
    list_filter = ["kind"]
    list_select_related = ["order"]
    search_fields = ["=order__number"]
    ordering = ["-id"]
    fields = ["happened_at", "order", "kind", "by_name", "facts"]
