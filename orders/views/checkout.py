"""Sends the cart as an order."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions.hold_credit import CreditOverdue, CreditShort
from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from accounts.queries.addresses import address_of
from accounts.queries.powers import power_of
from accounts.queries.structure import cost_centre_in
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import redirect
from orders.actions.agree_delivery import (
    AddressNotChosen,
    AwaitedTooLate,
    DeliveryChoice,
    DeliveryNotChosen,
    DeliveryPriceChanged,
    PowerNotGood,
    TooLate,
)
from orders.actions.agree_payment import NotDeferrable
from orders.actions.place_order import ContractClosed, place_order
from orders.forms.place_order import PlaceOrderForm
from orders.parties import ConsigneeWrong, Parties, PayerWrong
from orders.queries.checkout import method_called
from orders.views.cart import INVALID, answer_cart, first_error

CONFLICT = 409
_FIELDS = {  # beside which field a refusal stands; any other stands above the cart
    DeliveryNotChosen: "delivery",
    DeliveryPriceChanged: "delivery",
    AddressNotChosen: "address",
    PowerNotGood: "power",
    TooLate: "not_later_than_on",
    AwaitedTooLate: "not_later_than_on",
    ConsigneeWrong: "consignee_inn",
    ContractClosed: "contract",
    PayerWrong: "payer_inn",
    CreditShort: "payment",
    CreditOverdue: "payment",
    NotDeferrable: "payment",
}


@needs(Permission.PROPOSE_ORDER)
@require_POST
def cart_order(request: HttpRequest) -> HttpResponse:
    """Orders the cart, or sends it for approval, and goes to the order; with one key twice it is the same order.

    Refused, it answers with the cart as it is now and the form as it was typed.
    """
    form = PlaceOrderForm(request.POST)
    if not form.is_valid():
        is_hidden = any(form.fields[name].widget.is_hidden for name in form.errors if name in form.fields)
        return answer_cart(request, INVALID, form=_marked(form), refusal=first_error(form) if is_hidden else "")
    try:
        order = place_order(by=request.actor, at=timezone.now(), **_facts(request, form.cleaned_data))
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return _refused(request, form, refusal)
    return redirect(request, reverse("order", args=[order.number]))


def _facts(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """What place_order() takes of a valid form."""
    same = ("key", "seen", "buyer_number", "comment", "not_later_than_on", "may_await", "payment")
    code, shown_gross = told["delivery"]
    method = method_called(code)
    address = address_of(request.actor, told["address"])
    power = power_of(request.actor, told["power"])
    return {
        **{name: told[name] for name in same},
        "delivery": DeliveryChoice(method, address, shown_gross, power) if method else None,
        "parties": Parties(told["consignee"], told["payer"]),
        "contract_uid": told["contract"],
        "cost_centre": cost_centre_in(request.actor, told["cost_centre"]),
    }


def _refused(request: HttpRequest, form: PlaceOrderForm, refusal: RuleBroken) -> HttpResponse:
    field = _FIELDS.get(type(refusal))
    if field is None:
        return answer_cart(request, CONFLICT, form=form, refusal=refusal)
    form.add_error(field, str(refusal))
    return answer_cart(request, CONFLICT, form=_marked(form))


def _marked(form: PlaceOrderForm) -> PlaceOrderForm:
    """The form with the focus on the first field that has something to say."""
    first = next((name for name in form.fields if name in form.errors), None)
    if first:
        form.fields[first].widget.attrs["autofocus"] = ""
    return form
