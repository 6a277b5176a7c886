"""Warehouses are kept by staff; balances, movements and reservations change through actions."""

from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.admin.by_article import ByArticle
from catalog.admin.sheets import SheetsAdmin
from catalog.imports.stock import StockSheet
from catalog.models import Reservation, Stock, StockMovement, Warehouse


@admin.register(Warehouse)
class WarehouseAdmin(AuditedAdmin):
    """Where goods lie and how long they travel."""

    list_display = ["name", "code", "lead_days", "position"]
    ordering = ["position", "code"]


@admin.register(Stock)
class StockAdmin(SheetsAdmin, ByArticle, SeenOnlyAdmin):
    """How many are left, and the movements behind it."""

    list_display = ["product", "warehouse", "on_hand", "reserved", "free", "movements"]
    sheet = StockSheet
    list_select_related = ["product__brand", "warehouse"]
    list_filter = ["warehouse"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-id"]

    @admin.display(description=_("free"), ordering=F("on_hand") - F("reserved"))
    def free(self, stock: Stock) -> int:
        return stock.on_hand - stock.reserved

    @admin.display(description=_("movements"))
    def movements(self, stock: Stock) -> SafeString:
        address = reverse("admin:catalog_stockmovement_changelist")
        return format_html('<a href="{}?stock__id__exact={}">{}</a>', address, stock.pk, _("Show"))


@admin.register(StockMovement)
class StockMovementAdmin(ByArticle, SeenOnlyAdmin):
    """Every change of a balance."""

    list_display = ["moved_at", "stock_of", "kind", "on_hand_delta", "reserved_delta"]
    list_select_related = ["stock__product__brand", "stock__warehouse"]
    list_filter = ["kind"]
    search_help_text = _("Article or its beginning, in any spelling")
    product_key = "stock__product__key"
    ordering = ["-id"]

    def lookup_allowed(self, lookup: str, value: str, request: object = None) -> bool:
        return lookup == "stock__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("stock"))
    def stock_of(self, movement: StockMovement) -> str:
        return f"{movement.stock.product}, {movement.stock.warehouse}"


@admin.register(Reservation)
class ReservationAdmin(ByArticle, SeenOnlyAdmin):
    """What is held, until when."""

    list_display = ["stock_of", "quantity", "until", "state"]
    list_select_related = ["stock__product__brand", "stock__warehouse"]
    list_filter = ["state"]
    search_help_text = _("Article or its beginning, in any spelling")
    product_key = "stock__product__key"
    ordering = ["-id"]
    fields = ["stock_of", "quantity", "until", "state", "holder"]
    readonly_fields = fields

    @admin.display(description=_("stock"))
    def stock_of(self, reservation: Reservation) -> str:
        return f"{reservation.stock.product}, {reservation.stock.warehouse}"
