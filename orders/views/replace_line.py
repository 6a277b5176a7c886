"""A line of the cart replaced by an analogue, on the cart's page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part, redirect
from b2b_portal.core.templatetags.ui import quantity_text
from catalog.queries.products import visible_product
from orders.actions.replace_cart_line import Replaced, replace_cart_line
from orders.forms.replace_cart_line import ReplaceCartLineForm
from orders.queries.replacements import line_product
from orders.views.cart import INVALID, answer_cart, first_error


@needs(Permission.EDIT_CART)
@require_POST
def cart_replace(request: HttpRequest) -> HttpResponse:
    """Replaces a line; 404 for what is not in this cart and for what the company does not see."""
    form = ReplaceCartLineForm(request.POST)
    if not form.is_valid():
        return answer_cart(request, INVALID, refusal=first_error(form))
    product = line_product(request.actor, form.cleaned_data["product"])
    other = visible_product(request.actor, form.cleaned_data["other"])
    if product is None or other is None:
        raise Http404
    try:
        replaced = replace_cart_line(product=product, other=other, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return answer_cart(request, INVALID, refusal=refusal)
    messages.success(request, _words(replaced))
    return answer_cart(request) if is_part(request) else redirect(request, reverse("orders:cart"))


def _words(done: Replaced) -> str:
    facts = {
        "other": done.other.article,
        "article": done.product.article,
        "n": quantity_text(done.becomes),
        "unit": done.other.get_unit_display(),
        "was": quantity_text(done.was),
        "old_unit": done.product.get_unit_display(),
    }
    if done.was == done.becomes and done.product.unit == done.other.unit:
        return _("%(other)s instead of %(article)s: %(n)s %(unit)s.") % facts
    return _("%(other)s instead of %(article)s: %(n)s %(unit)s now, there were %(was)s %(old_unit)s.") % facts
