"""Products and what sorts them."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.paginator import EstimatingPaginator
from b2b_portal.core.admin.seen_only import SeenOnlyInline
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin
from catalog.actions.keep_floors import keep_floors
from catalog.actions.receive_stock import receive_stock
from catalog.actions.remove_product_file import remove_product_file
from catalog.admin.by_article import ByArticle
from catalog.admin.product_files import ADD_FILE, FilesInline, ServesFiles
from catalog.admin.sheets import SheetsAdmin
from catalog.forms.receive_stock import ReceiveStockForm
from catalog.imports.brand_aliases import BrandAliasSheet
from catalog.imports.products import ProductSheet
from catalog.models import ArticleNumber, Attribute, Brand, BrandAlias, Category, Product, SupplierCode

RECEIVE = Verb("receive", _("Receive goods"), _("The goods are received"), receive_stock, ReceiveStockForm)


class NumbersInline(SeenOnlyInline):
    """Other numbers by which the product is found."""

    model = ArticleNumber
    fields = ["kind", "brand_name", "number"]


class SupplierCodesInline(SeenOnlyInline):
    """Whose feeds know it, under which code."""

    model = SupplierCode
    fields = ["supplier", "code"]


@admin.register(Product)
class ProductAdmin(SheetsAdmin, VerbsAdmin, ServesFiles, ByArticle, AuditedAdmin):
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
    inlines = [FilesInline, NumbersInline, SupplierCodesInline]
    argument = "product"
    verbs = (RECEIVE, ADD_FILE)

    def author(self, request: HttpRequest) -> Actor:
        return Actor(user=request.user, channel=Channel.ADMIN)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "vat_rate" in form.changed_data:
            keep_floors(product_ids=[obj.pk])

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        """Files are the only rows that change here; taking one off is an action."""
        for row in formset.save(commit=False):
            row.save()
        for row in formset.deleted_objects:
            remove_product_file(product_file=row, by=self.author(request), at=timezone.now())


class AliasesInline(admin.TabularInline):
    """How else buyers call the maker."""

    model = BrandAlias
    extra = 1


@admin.register(Brand)
class BrandAdmin(AuditedAdmin):
    """Makers as they print their names."""

    inlines = [AliasesInline]

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
    paginator = EstimatingPaginator


@admin.register(BrandAlias)
class BrandAliasAdmin(SheetsAdmin, AuditedAdmin):
    """Words for which a maker's goods are found: «логитек»."""

    sheet = BrandAliasSheet
    may_delete = True
    list_display = ["alias", "brand"]
    list_select_related = ["brand"]
    search_fields = ["alias", "brand__name"]
    ordering = ["alias"]
    autocomplete_fields = ["brand"]
    paginator = EstimatingPaginator


@admin.register(Attribute)
class AttributeAdmin(AuditedAdmin):
    """What goods are narrowed and compared by; how products call it is its name."""

    may_delete = True
    list_display = ["name", "category", "kind", "unit", "code", "is_measure", "position"]
    list_filter = ["kind"]
    list_select_related = ["category"]
    search_fields = ["name", "code"]
    ordering = ["position", "name"]
    raw_id_fields = ["category"]
    prepopulated_fields = {"code": ["name"]}


@admin.register(Category)
class CategoryAdmin(AuditedAdmin):
    """The tree of the catalogue."""

    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    ordering = ["name"]
    raw_id_fields = ["parent"]
