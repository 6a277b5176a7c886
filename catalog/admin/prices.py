"""Price lists and rates are kept by staff; prices themselves come from publications."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.admin.by_article import ByArticle
from catalog.admin.sheets import SheetsAdmin
from catalog.imports.prices import PriceSheet
from catalog.models import Price, PriceList, PriceListCompany, Rate


class PriceListCompanyInline(admin.TabularInline):
    """Which companies a contract list or a promotion serves."""

    model = PriceListCompany
    raw_id_fields = ["company"]
    extra = 0


@admin.register(PriceList)
class PriceListAdmin(AuditedAdmin):
    """Whose list, in which money, from when; computed lists name their source and a percent."""

    list_display = [
        "name",
        "code",
        "kind",
        "tier",
        "currency",
        "is_gross",
        "source",
        "percent",
        "priority",
        "valid_from",
    ]
    list_filter = ["kind", "currency"]
    list_select_related = ["tier", "source"]
    search_fields = ["name", "code"]
    ordering = ["code"]
    inlines = [PriceListCompanyInline]


@admin.register(Price)
class PriceAdmin(SheetsAdmin, ByArticle, SeenOnlyAdmin):
    """The prices now."""

    list_display = ["product", "price_list", "quantity", "unit_price"]
    sheet = PriceSheet
    list_select_related = ["product__brand", "price_list"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-id"]


@admin.register(Rate)
class RateAdmin(AuditedAdmin):
    """Roubles for one unit of a currency, from a day on."""

    list_display = ["currency", "valid_from_on", "roubles"]
    list_filter = ["currency"]
    ordering = ["-valid_from_on", "currency"]
