"""Products side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.uids import uid_of
from catalog.queries.comparison import MOST_COMPARED, comparison

MOST_READ = 50  # of an address; the first six that are there are shown


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Shows the products of the address, `p` for each; what is odd, unknown or not to be seen is left out."""
    asked = request.GET.getlist("p")[:MOST_READ]
    page = comparison(request.actor, (uid for text in asked if (uid := uid_of(text))), timezone.now())
    context = {"page": page, "most": MOST_COMPARED, "is_cut": len(set(asked)) > MOST_COMPARED}
    return render(request, "catalog/compare.html", context)
