"""What was changed in a company, for its administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from accounts.queries.history import company_history
from b2b_portal.core.access import needs


@needs(Permission.VIEW_PEOPLE)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Shows who changed what and when, the newest first; `before` is the place where an older page begins."""
    page = company_history(request.actor, request.GET.get("before", ""))
    return render(request, "accounts/history.html", {"page": page, "is_first": "before" not in request.GET})
