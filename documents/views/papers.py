"""The papers panel of an order, asked for while something in it is being made."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core import htmx
from b2b_portal.core.access import needs
from documents.queries.papers import papers_by_number


@needs(Permission.VIEW_DOCUMENTS)
@require_safe
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """The panel alone for HTMX; everybody else is sent to the order's page.

    When nothing is being made any more, the page hears `papers-made` and may ask for what depends on papers.
    """
    panel = papers_by_number(request.actor, number, timezone.now())
    if panel is None:
        raise Http404
    if not htmx.is_part(request):
        return HttpResponseRedirect(reverse("order", args=[number]) + "#papers")
    response = render(request, "documents/_papers.html", {"papers": panel})
    if not panel.is_polled:
        response["HX-Trigger"] = "papers-made"
    return response
