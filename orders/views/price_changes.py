"""What new price lists changed for the goods that the company buys: the page behind the letter."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from orders.queries.price_letters import price_letters, versions_of

PER_PAGE = 50


@needs(Permission.VIEW_PRICES)
@require_safe
def price_changes(request: HttpRequest) -> HttpResponse:
    """The changes of one publication, the newest unless `published` asks for another; unknown ones are the newest."""
    now = timezone.now()
    versions = versions_of(request.actor, now)
    asked = request.GET.get("published", "")
    version = next((one for one in versions if one.published_at.isoformat() == asked), next(iter(versions), None))
    letters = price_letters(version, [request.actor.company.pk]) if version else []
    letter = letters[0] if letters else None
    context = {
        "versions": versions,
        "version": version,
        "letter": letter,
        "page": Paginator(letter.goods if letter else (), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "orders/price_changes.html", context)
