"""Products and what sorts them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.paginator import EstimatingPaginator
from b2b_portal.core.admin.seen_only import SeenOnlyInline
from catalog.admin.by_article import ByArticle
from catalog.admin.sheets import SheetsAdmin
from catalog.imports.products import ProductSheet
from catalog.models import ArticleNumber, Brand, Category, Product, SupplierCode


class NumbersInline(SeenOnlyInline):
    """Other numbers by which the product is found."""

    model = ArticleNumber
    fields = ["kind", "brand_name", "number"]


class SupplierCodesInline(SeenOnlyInline):
    """Whose feeds know it, under which code."""

    model = SupplierCode
    fields = ["supplier", "code"]


@admin.register(Product)
class ProductAdmin(SheetsAdmin, ByArticle, AuditedAdmin):
    """What a product is comes from imports; how it is sold is decided here."""

    list_display = ["article", "brand", "name", "category", "is_on_sale"]
    list_filter = ["is_on_sale"]
    list_select_related = ["brand", "category"]
    ordering = ["-id"]
    product_key = "key"
    sheet = ProductSheet
    search_help_text = _("Article or its beginning, in any spelling")
    fields = [
        ("article", "brand"),
        "name",
        "category",
        "attributes",
        ("unit", "vat_rate"),
        ("pack_multiple", "minimum_quantity", "is_on_sale"),
    ]
    readonly_fields = ["article", "brand", "name", "category", "attributes", "unit"]
    inlines = [NumbersInline, SupplierCodesInline]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Brand)
class BrandAdmin(AuditedAdmin):
    """Makers as they print their names."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
    paginator = EstimatingPaginator


@admin.register(Category)
class CategoryAdmin(AuditedAdmin):
    """The tree of the catalogue."""

    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    ordering = ["name"]
    raw_id_fields = ["parent"]
