"""Finds orders as staff name them: by number, by company, by the buyer's own number."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.queries.companies import companies_called

MOST_DIGITS = 19  # a number is an integer of eight bytes


class FindOrders:
    """A search box every way of which reads an index: no list is searched row by row."""

    search_fields = ["pk"]  # shows the box; get_search_results decides
    search_help_text = _("Number, beginning of the buyer's own number, or the company's name, INN or code")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Orders of that number, of companies called so, and those whose buyer's own number begins so."""
        text = search_term.strip()
        if not text:
            return queryset, False
        meant = Q(company__in=companies_called(text)) | Q(buyer_number__istartswith=text)
        if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS:
            meant |= Q(number=int(text))
        return queryset.filter(meant), False
