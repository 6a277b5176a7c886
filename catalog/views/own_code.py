"""The company's own code for a product, edited where it stands."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part, redirect
from catalog.actions.set_own_code import set_own_code
from catalog.forms.set_own_code import SetOwnCodeForm
from catalog.models import Product
from catalog.queries.product import own_code_of
from catalog.queries.products import visible_product

INVALID = 422


@needs(Permission.EDIT_CART)
@require_POST
def own_code(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keeps or forgets the code; HTMX gets the cell as it is now, a refusal stands in it."""
    product = visible_product(request.actor, uid)
    if product is None:
        raise Http404
    refusal = _kept(request, product)
    if is_part(request):
        context = {
            "product": product,
            "own_code": own_code_of(request.actor, product),
            "written": request.POST.get("own_code", "")[:200] if refusal else None,
            "refusal": refusal,
            "can_order": True,
        }
        return render(request, "catalog/_own_code.html", context, status=INVALID if refusal else 200)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Your code for %(article)s is saved.") % {"article": product.article})
    return redirect(request, reverse("product", args=[product.uid]))


def _kept(request: HttpRequest, product: Product) -> str:
    """Saves the code; "" or why not."""
    form = SetOwnCodeForm(request.POST)
    if not form.is_valid():
        return str(form.errors["own_code"][0])
    try:
        set_own_code(product=product, own_code=form.cleaned_data["own_code"], by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return str(refusal)
    return ""
