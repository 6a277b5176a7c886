"""Which products replace or accompany which: what account managers know and no feed tells."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.paginator import EstimatingPaginator
from catalog.actions.link_analogue import link_analogue
from catalog.actions.vouch_analogues import vouch_analogues
from catalog.admin.by_article import ProductByArticleField
from catalog.admin.sheets import SheetsAdmin
from catalog.articles import search_key
from catalog.enums import AnalogueKind
from catalog.imports.analogues import AnalogueSheet
from catalog.models import Analogue, Product
from catalog.models.analogue import SYMMETRIC


class VouchedFilter(admin.SimpleListFilter):
    """What a file brought and nobody has looked at."""

    title = _("vouched for")
    parameter_name = "vouched"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", str(_("not yet"))), ("yes", str(_("yes")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset.filter(vouched_at__isnull=asked == "no") if asked in ("yes", "no") else queryset


class LinkAnalogueForm(forms.ModelForm):
    """A symmetric pair may be named in any order; it is checked in the order in which it is stored."""

    product = ProductByArticleField(label=_("product"), help_text=_("Article in any spelling"))
    other = ProductByArticleField(label=_("analogue"), help_text=_("Article in any spelling"))

    class Meta:
        model = Analogue
        fields = ["product", "other", "kind", "differs_in"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        product, other = told.get("product"), told.get("other")
        if product and other and told.get("kind") in SYMMETRIC and other.pk < product.pk:
            told["product"], told["other"] = other, product
        return told


@admin.register(Analogue)
class AnalogueAdmin(SheetsAdmin, AuditedAdmin):
    """Links of products; who saves one vouches for it. Another product is another link."""

    form = LinkAnalogueForm
    sheet = AnalogueSheet
    may_delete = True
    list_display = ["product", "kind", "other", "differs_in", "vouched_by", "vouched_at"]
    list_filter = ["kind", VouchedFilter]
    actions = ["vouch"]
    list_select_related = ["product__brand", "other__brand", "vouched_by"]
    ordering = ["-id"]
    paginator = EstimatingPaginator
    search_fields = ["pk"]  # shows the box; get_search_results decides
    search_help_text = _("Article or its beginning, in any spelling")
    fields = [("product", "kind", "other"), "differs_in", ("vouched_by", "vouched_at")]

    def get_readonly_fields(self, request: HttpRequest, obj: Analogue | None = None) -> list[str]:
        return ["vouched_by", "vouched_at", *(["product", "other", "kind"] if obj else [])]

    @admin.action(description=_("Vouch: buyers see who says so, and when"), permissions=["change"])
    def vouch(self, request: HttpRequest, links: QuerySet[Analogue]) -> None:
        by = Actor(user=request.user, channel=Channel.ADMIN)
        done = vouch_analogues(links=links.values_list("pk", flat=True), by=by, at=timezone.now())
        words = ngettext("You vouch for %(n)s link now.", "You vouch for %(n)s links now.", done)
        self.message_user(request, words % {"n": done}, messages.SUCCESS)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Links at either end of which an article begins so."""
        if not search_term.strip():
            return queryset, False
        key = search_key(search_term)
        found = Product.objects.filter(key__startswith=key).values("pk") if key else Product.objects.none()
        return queryset.filter(Q(product__in=found) | Q(other__in=found)), False

    def save_model(self, request: HttpRequest, obj: Analogue, form: forms.ModelForm, change: bool) -> None:
        link = link_analogue(
            product=obj.product,
            other=obj.other,
            kind=AnalogueKind(obj.kind),
            differs_in=obj.differs_in,
            by=Actor(user=request.user, channel=Channel.ADMIN),
            at=timezone.now(),
        )
        obj.pk = link.pk
