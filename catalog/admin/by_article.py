"""Finds rows by the article of their product, as the cabinet does: any case, separators or look-alike letters."""

from django.db.models import QuerySet
from django.http import HttpRequest

from b2b_portal.core.admin.paginator import EstimatingPaginator
from catalog.articles import search_key


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
