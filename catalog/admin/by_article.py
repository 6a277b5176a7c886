"""Finds rows by the article of their product, as the cabinet does: any case, separators or look-alike letters."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.paginator import EstimatingPaginator
from catalog.articles import search_key
from catalog.models import Product


class ByArticle:
    """A search box that reads an index by prefix, and pages that are not counted. For a ModelAdmin of a large table."""

    paginator = EstimatingPaginator
    search_fields = ["pk"]  # shows the box; get_search_results decides
    search_help_text = ""
    product_key = "product__key"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Rows whose product's article begins so; a word that is no article finds nothing."""
        if not search_term.strip():
            return queryset, False
        key = search_key(search_term)
        return (queryset.filter(**{f"{self.product_key}__startswith": key}) if key else queryset.none()), False


class ProductByArticleField(forms.CharField):
    """A product typed by its article in any spelling, the brand before it where several makers bear it.

    Django's own completion writes inline styles, which the policy forbids, and its boxes have no name.
    """

    default_error_messages = {
        "unknown": _("No product has the article “%(typed)s”."),
        "several": _("Several products have this article: %(products)s. Write the brand before it."),
    }

    def clean(self, value: object) -> Product | None:
        """The one product that is meant. Raises ValidationError for none and for several. 2 queries at most."""
        typed = super().clean(value)
        if not typed:
            return None
        found = _bearing(typed) or _of_brand(typed)
        if len(found) == 1:
            return found[0]
        code = "several" if found else "unknown"
        facts = {"typed": typed, "products": ", ".join(str(product) for product in found[:5])}
        raise ValidationError(self.error_messages[code], code=code, params=facts)


def _bearing(article: str) -> list[Product]:
    key = search_key(article)
    products = list(Product.objects.filter(key=key).select_related("brand")[:20]) if key else []
    return [one for one in products if one.article == article] or products


def _of_brand(typed: str) -> list[Product]:
    """«HP CF 259X»: some words are a brand, the rest is an article of it."""
    words = typed.split()
    keys = {search_key("".join(words[at:])): " ".join(words[:at]).lower() for at in range(1, len(words))}
    products = Product.objects.filter(key__in=[key for key in keys if key]).select_related("brand")[:20]
    return [one for one in products if one.brand.name.lower() == keys[one.key]]
