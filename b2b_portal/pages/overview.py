"""The first page after sign-in: recent orders and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from orders.queries.orders import recent_orders


@needs(Permission.VIEW_CATALOG)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the last ten orders of the company and its account manager."""
    actor = request.actor
    rows = recent_orders(actor, timezone.now()) if can(actor, Permission.VIEW_ORDERS, actor.company) else ()
    context = {"company": actor.company, "rows": rows, "manager": actor.company.account_manager}
    return render(request, "pages/overview.html", context)
