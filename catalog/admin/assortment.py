"""Which products a company, or every company of a price tier, sees."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from catalog.actions.save_assortment import save_assortment
from catalog.admin.by_article import ProductByArticleField
from catalog.admin.price_pages import CompanyField
from catalog.forms.assortment import REST, AssortmentForm, AssortmentRuleForm, AssortmentRulesFormSet
from catalog.models import Assortment, AssortmentRule
from catalog.queries.assortment_check import assortment_check


class RuleForm(AssortmentRuleForm):
    """A rule whose product is typed by its article."""

    product = ProductByArticleField(label=capfirst(_("product")), required=False)

    class Meta:
        model = AssortmentRule
        fields = ["shows", "category", "brand", "product"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.product_id:
            self.initial["product"] = str(self.instance.product)


class RuleInline(admin.TabularInline):
    """The rules; of several that speak of a product the most specific decides."""

    model = AssortmentRule
    form = RuleForm
    formset = AssortmentRulesFormSet
    raw_id_fields = ["category", "brand"]
    fields = ["shows", "category", "brand", "product"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssortmentRule]:
        return super().get_queryset(request).select_related("category", "brand", "product__brand").order_by("pk")


class CheckForm(forms.Form):
    """Whose eyes, and perhaps which product."""

    company = CompanyField(label=capfirst(_("company")), help_text=_("INN, code or a part of the name"))
    product = ProductByArticleField(
        label=capfirst(_("product")), required=False, help_text=_("Article in any spelling")
    )


class OwnerFilter(admin.SimpleListFilter):
    """Of companies or of tiers."""

    title = _("whose")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("company", _("of a company")), ("tier", _("of a price tier"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Assortment]) -> QuerySet[Assortment]:
        return (
            queryset.filter(**{f"{self.value()}__isnull": False}) if self.value() in ("company", "tier") else queryset
        )


@admin.register(Assortment)
class AssortmentAdmin(AuditedAdmin):
    """Who sees less than everything; a company without an own row or one of its tier sees all that is on sale."""

    may_delete = True
    actions = None  # a row is deleted on its own page, under the name of whoever does it
    form = AssortmentForm
    list_display = ["owner", "rest", "rules_said"]
    list_filter = [OwnerFilter, "tier"]
    list_select_related = ["company", "tier"]
    search_fields = ["company__name", "company__inn", "tier__name"]
    ordering = ["company__name", "tier__position"]
    raw_id_fields = ["company"]
    fields = ["company", "tier", "shows_rest"]
    inlines = [RuleInline]

    @admin.display(description=_("whose"))
    def owner(self, assortment: Assortment) -> str:
        return str(assortment)

    @admin.display(description=_("everything else"))
    def rest(self, assortment: Assortment) -> Any:
        return dict(REST)["" if assortment.shows_rest is None else assortment.shows_rest]

    @admin.display(description=_("rules"))
    def rules_said(self, assortment: Assortment) -> int:
        return assortment.rule_count

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assortment]:
        return super().get_queryset(request).annotate(rule_count=Count("rules"))

    def get_readonly_fields(self, request: HttpRequest, obj: Assortment | None = None) -> list[str]:
        return ["company", "tier"] if obj else []

    def save_model(self, request: HttpRequest, obj: Assortment, form: Any, change: bool) -> None:
        by = Actor(user=request.user, channel=Channel.ADMIN)
        save_assortment(assortment=obj, by=by, at=timezone.now())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.check_page)
        return [path("check/", view, name="catalog_assortment_check"), *super().get_urls()]

    def check_page(self, request: HttpRequest) -> HttpResponse:
        """How much a company sees, and whether it sees a product, by which rule."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = CheckForm(request.GET or None)
        said = form.cleaned_data if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What a company sees"),
            "form": form,
            "check": assortment_check(said["company"], said["product"]) if said else None,
        }
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(request, "admin/catalog/assortment_check.html", context, status=status)
