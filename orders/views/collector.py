"""Says who fetches the goods of an order."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from accounts.queries.credit import shop_day
from accounts.queries.powers import powers_good_on
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from orders.actions.name_collector import check_fetched, name_collector
from orders.forms.collector import NameCollectorForm
from orders.models import Order
from orders.queries.order import visible_order

CONFLICT, INVALID = 409, 422


@needs(Permission.PLACE_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def order_collector(request: HttpRequest, number: int) -> HttpResponse:
    """Asks by which power of attorney goods are fetched, and writes it on the order."""
    order = visible_order(request.actor, number)
    if order is None:
        raise Http404
    now = timezone.now()
    powers = powers_good_on(request.actor, shop_day(now))
    data = request.POST if request.method == "POST" else None
    initial = {"power": request.GET.get("power") or _named(order, powers)}
    form = NameCollectorForm(data, powers=powers, initial=initial)
    refusal: RuleBroken | None = None
    try:
        check_fetched(order)
        if form.is_valid():
            name_collector(order=order, power=form.cleaned_data["power"], by=request.actor, at=now)
            messages.success(request, _("Written on the order: who fetches the goods."))
            return HttpResponseRedirect(reverse("order", args=[order.number]))
    except NotAllowed:
        raise
    except RuleBroken as broken:
        refusal = broken
    status = CONFLICT if refusal else INVALID if form.is_bound else 200
    context = {"order": order, "form": form, "refusal": refusal}
    return render(request, "orders/order_collector.html", context, status=status)


def _named(order: Order, powers: list) -> str:
    """The uid of the power that the order names, "" where it names none that is still good."""
    return next((str(one.uid) for one in powers if one.number == order.delivery.get("power")), "")
