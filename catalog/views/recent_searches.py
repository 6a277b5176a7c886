"""A person's own recent searches."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.htmx import is_part
from catalog.actions.forget_searches import forget_searches


@needs(Permission.VIEW_CATALOG)
@require_POST
def searches_forget(request: HttpRequest) -> HttpResponse:
    """Forgets what the person looked for; HTMX gets the part without them."""
    forget_searches(by=request.actor, at=timezone.now())
    if is_part(request):
        return render(request, "catalog/_recent.html", {"recent": []})
    return HttpResponseRedirect(reverse("catalog:search"))
