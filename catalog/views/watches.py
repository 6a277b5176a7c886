"""What a person asked to be told of."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from catalog.actions.unwatch_product import unwatch_product
from catalog.actions.watch_product import watch_product
from catalog.enums import WatchKind
from catalog.queries.products import visible_product
from catalog.queries.watches import watches_page


@needs(Permission.VIEW_CATALOG)
@require_safe
def watches(request: HttpRequest) -> HttpResponse:
    """The person's open watches, with the products as they stand now."""
    return render(request, "catalog/watches.html", {"rows": watches_page(request.actor, timezone.now())})


@needs(Permission.VIEW_CATALOG)
@require_POST
def watch_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asks to be told of a product; back to its page."""
    product = visible_product(request.actor, uid)
    if product is None:
        raise Http404
    kind = request.POST.get("kind", "")
    if kind not in WatchKind.values:
        return HttpResponseBadRequest()
    try:
        watch_product(product=product, kind=WatchKind(kind), by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You will get one mail."))
    return HttpResponseRedirect(reverse("product", args=[uid]))


@needs(Permission.VIEW_CATALOG)
@require_POST
def watch_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asks to be told no more."""
    if not unwatch_product(uid=uid, by=request.actor, at=timezone.now()):
        raise Http404
    return HttpResponseRedirect(reverse("catalog:watches"))
