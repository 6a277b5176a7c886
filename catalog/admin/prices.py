"""Price lists, their rules, costs and rates are kept by staff; prices themselves come from publications."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.actions.save_price_list import save_price_list
from catalog.actions.set_costs import NewCost, set_costs
from catalog.admin.by_article import ByArticle, ProductByArticleField
from catalog.admin.price_pages import PricePages
from catalog.admin.price_trail import PriceTrail
from catalog.admin.sheets import SheetsAdmin
from catalog.forms.price_list import CompaniesFormSet, PriceListForm, PriceRuleForm, RulesFormSet
from catalog.imports.prices import PriceSheet
from catalog.models import Cost, Price, PriceList, PriceListCompany, PriceRule, Rate

_NO_OVERLAP = ("price_list_base_no_overlap", "price_list_contract_no_overlap")


def _staff(request: HttpRequest) -> Actor:
    return Actor(user=request.user, channel=Channel.ADMIN)


class PriceListCompanyInline(admin.TabularInline):
    """Which companies a contract list or a promotion serves."""

    model = PriceListCompany
    formset = CompaniesFormSet
    raw_id_fields = ["company"]
    extra = 0


class PriceRuleInline(admin.TabularInline):
    """Where a computed list adds something else than usual."""

    model = PriceRule
    form = PriceRuleForm
    formset = RulesFormSet
    raw_id_fields = ["brand", "category"]
    extra = 0


@admin.register(PriceList)
class PriceListAdmin(PricePages, PriceTrail, AuditedAdmin):
    """Whose list, in which money, from when; computed lists name their source and what they add to it."""

    form = PriceListForm
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
    fieldsets = [
        (None, {"fields": [("name", "code"), ("kind", "tier"), ("currency", "is_gross")]}),
        (_("When"), {"fields": ["priority", ("valid_from", "valid_until")]}),
        (
            _("Computed from another list"),
            {"fields": ["source", ("percent", "amount"), ("rounding_step", "rounding"), "margin_floor"]},
        ),
    ]
    inlines = [PriceRuleInline, PriceListCompanyInline]

    def hidden_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """The margin over cost is for those who see costs: with it a lowest price tells the cost."""
        return () if request.user.has_perm("catalog.view_cost") else ("margin_floor",)

    def get_fieldsets(self, request: HttpRequest, obj: PriceList | None = None) -> Any:
        hidden = self.hidden_fields(request)
        return [
            (title, {"fields": [name for name in said["fields"] if name not in hidden]})
            for title, said in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request: HttpRequest, obj: PriceList, form: ModelForm, change: bool) -> None:
        """Nothing yet: the list is saved with its rules and companies, at one stroke."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        def save_parts() -> None:
            super(PriceListAdmin, self).save_related(request, form, formsets, change)

        save_price_list(price_list=form.instance, save_parts=save_parts, by=_staff(request), at=timezone.now())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two people who save lists of one place at once: the second is told, as the form tells who comes later."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            if (
                getattr(error.__cause__, "diag", None) is None
                or error.__cause__.diag.constraint_name not in _NO_OVERLAP
            ):
                raise
            words = _("Meanwhile another list took this place: the same priority at the same time. Nothing was saved.")
            messages.error(request, words)
            return HttpResponseRedirect(request.path)


@admin.register(Price)
class PriceAdmin(SheetsAdmin, ByArticle, SeenOnlyAdmin):
    """The prices now."""

    list_display = ["product", "price_list", "quantity", "unit_price"]
    sheet = PriceSheet
    list_select_related = ["product__brand", "price_list"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-id"]


class CostForm(ModelForm):
    """A product by its article and what it costs us."""

    product = ProductByArticleField(label=capfirst(_("product")), help_text=_("Article in any spelling"))

    class Meta:
        model = Cost
        fields = ["product", "unit_net"]


@admin.register(Cost)
class CostAdmin(ByArticle, AuditedAdmin):
    """What products cost us; thousands of them come as a file."""

    form = CostForm
    list_display = ["product", "unit_net", "changed_at"]
    list_select_related = ["product__brand"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-product"]
    fields = ["product", "unit_net"]

    def get_readonly_fields(self, request: HttpRequest, obj: Cost | None = None) -> list[str]:
        return ["product"] if obj else []

    def save_model(self, request: HttpRequest, obj: Cost, form: ModelForm, change: bool) -> None:
        set_costs(costs=[NewCost(obj.product, obj.unit_net)], by=_staff(request), at=timezone.now())


@admin.register(Rate)
class RateAdmin(AuditedAdmin):
    """Roubles for one unit of a currency, from a day on."""

    list_display = ["currency", "valid_from_on", "roubles"]
    list_filter = ["currency"]
    ordering = ["-valid_from_on", "currency"]
