"""What is on its way and who waits for it: days are said by staff, through the action; the queue is seen only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.actions.expect_stock import expect_stock
from catalog.admin.by_article import ByArticle, ProductByArticleField
from catalog.models import Backorder, Transit


class ExpectStockForm(forms.ModelForm):
    """A product by its article, where it comes and when."""

    product = ProductByArticleField(label=capfirst(_("product")), help_text=_("Article in any spelling"))
    quantity = forms.IntegerField(label=capfirst(_("quantity")), min_value=1, max_value=2_147_483_647)

    class Meta:
        model = Transit
        fields = ["product", "warehouse", "expected_on", "quantity"]


@admin.register(Transit)
class TransitAdmin(ByArticle, AuditedAdmin):
    """Goods that the suppliers have promised. Another day is another row; a receipt takes rows off by itself."""

    form = ExpectStockForm
    may_delete = True
    list_display = ["product", "warehouse", "expected_on", "quantity"]
    list_select_related = ["product__brand", "warehouse"]
    list_filter = ["warehouse"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-id"]
    fields = ["product", ("warehouse", "expected_on"), "quantity"]

    def get_readonly_fields(self, request: HttpRequest, obj: Transit | None = None) -> list[str]:
        return ["product", "warehouse", "expected_on"] if obj else []

    def save_model(self, request: HttpRequest, obj: Transit, form: forms.ModelForm, change: bool) -> None:
        self._expect(request, obj, obj.quantity)
        said = {"product": obj.product, "warehouse": obj.warehouse, "expected_on": obj.expected_on}
        obj.pk = Transit.objects.get(**said).pk

    def delete_model(self, request: HttpRequest, obj: Transit) -> None:
        self._expect(request, obj, 0)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for transit in queryset.select_related("product", "warehouse"):
            self._expect(request, transit, 0)

    def _expect(self, request: HttpRequest, transit: Transit, quantity: int) -> None:
        expect_stock(
            product=transit.product,
            warehouse=transit.warehouse,
            quantity=quantity,
            expected_on=transit.expected_on,
            by=Actor(user=request.user, channel=Channel.ADMIN),
            at=timezone.now(),
        )


@admin.register(Backorder)
class BackorderAdmin(ByArticle, SeenOnlyAdmin):
    """Who waits for what, since when; the oldest is served first."""

    list_display = ["product", "quantity", "arrived", "asked_at", "expected_on", "state"]
    list_select_related = ["product__brand"]
    list_filter = ["state"]
    search_help_text = _("Article or its beginning, in any spelling")
    ordering = ["-id"]
    fields = ["product", ("quantity", "arrived"), ("asked_at", "expected_on"), "working_days", "state", "holder"]
    readonly_fields = ["product"]
