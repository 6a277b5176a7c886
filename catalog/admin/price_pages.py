"""Two questions that staff ask of prices: why a company pays this, and how a price came to be."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from catalog.admin.by_article import ProductByArticleField
from catalog.models import Product
from catalog.quantities import MOST
from catalog.queries.price_check import price_check
from catalog.queries.price_history import price_history

MOST_NAMED = 5


class CompanyField(forms.CharField):
    """A company typed by its INN, its code or a part of its name."""

    default_error_messages = {
        "unknown": _("No company is called “%(typed)s”."),
        "several": _("Several companies are called so: %(companies)s. Write the INN."),
    }

    def clean(self, value: object) -> Company | None:
        """The one company that is meant. Raises ValidationError for none and for several. 2 queries at most."""
        typed = super().clean(value)
        if not typed:
            return None
        companies = Company.objects.select_related("tier").order_by("name")
        found = list(companies.filter(Q(inn=typed) | Q(code=typed))[:2]) or list(
            companies.filter(name__icontains=typed)[: MOST_NAMED + 1]
        )
        if len(found) == 1:
            return found[0]
        code = "several" if found else "unknown"
        facts = {"typed": typed, "companies": ", ".join(str(one) for one in found[:MOST_NAMED])}
        raise ValidationError(self.error_messages[code], code=code, params=facts)


class PriceCheckForm(forms.Form):
    """Who buys what, how many."""

    company = CompanyField(label=capfirst(_("company")), help_text=_("INN, code or a part of the name"))
    product = ProductByArticleField(label=capfirst(_("product")), help_text=_("Article in any spelling"))
    quantity = forms.IntegerField(label=capfirst(_("quantity")), min_value=1, max_value=MOST, required=False)


class PriceHistoryForm(forms.Form):
    """Of which product."""

    product = ProductByArticleField(label=capfirst(_("product")), help_text=_("Article in any spelling"))


class PricePages:
    """Adds the two pages to the admin of price lists; who sees lists sees them, margins need the sight of costs."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("why/", view(self.why_page), name="catalog_pricelist_why"),
            path("history/", view(self.history_page), name="catalog_pricelist_price_history"),
            *super().get_urls(),
        ]

    def why_page(self, request: HttpRequest) -> HttpResponse:
        """A company, an article, a quantity: every list that was asked, which won and why."""
        form = PriceCheckForm(request.GET or None)
        check, quantity = None, 0
        if form.is_valid():
            said = form.cleaned_data
            product: Product = said["product"]
            quantity = said["quantity"] or product.smallest_order
            check = price_check(said["company"], product, quantity, timezone.now())
        sees_cost = request.user.has_perm("catalog.view_cost")
        return self._page(
            request, "price_check", _("Why this price"), form, check=check, quantity=quantity, sees_cost=sees_cost
        )

    def history_page(self, request: HttpRequest) -> HttpResponse:
        """Every change of a product's prices, drawn and listed."""
        form = PriceHistoryForm(request.GET or None)
        history = price_history(form.cleaned_data["product"], timezone.now()) if form.is_valid() else None
        return self._page(request, "price_history", _("Price history"), form, history=history)

    def _page(self, request: HttpRequest, name: str, title: Any, form: forms.Form, **context: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "form": form}
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(request, f"admin/catalog/{name}.html", {**frame, **context}, status=status)
