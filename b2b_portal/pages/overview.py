"""The first page after sign-in: recent orders and the named manager."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs


@needs(Permission.VIEW_CATALOG)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the last ten orders of the company and whom to call."""
    return render(request, "pages/overview.html", {})
