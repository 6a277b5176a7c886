"""For which of his companies a person acts."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.queries.people import works_for
from b2b_portal.core.access import for_everyone_signed_in


@for_everyone_signed_in
@require_POST
def choose_company(request: HttpRequest) -> HttpResponse:
    """Remembers the company in the session; 404 for a company that he does not work for."""
    try:
        uid = UUID(request.POST.get("company", ""))
    except ValueError:
        raise Http404 from None
    if not works_for(request.user, uid):
        raise Http404
    request.session["company"] = str(uid)
    return HttpResponseRedirect(reverse("overview"))
