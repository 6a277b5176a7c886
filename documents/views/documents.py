"""All papers of the company."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from documents.queries.papers import documents_of, paper_rows

PER_PAGE = 25


@needs(Permission.VIEW_DOCUMENTS)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """A page of the list, the newest first."""
    page = Paginator(documents_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = paper_rows(page.object_list, timezone.now())
    return render(request, "documents/documents.html", {"page": page, "rows": rows})
