"""The cart: look, change, order."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import NotAllowed, can
from accounts.queries.acting import serves
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part, part_or_page, redirect
from b2b_portal.core.views.language import way_back
from catalog.actions.reserve_stock import OutOfStock
from catalog.models import Product
from catalog.queries.products import visible_product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.forms.change_cart_line import ChangeCartLineForm
from orders.forms.place_order import PlaceOrderForm
from orders.queries.cart import cart_page, quantity_in_cart

CONFLICT, INVALID = 409, 422


@needs(Permission.EDIT_CART)
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """Shows the lines with today's prices and what is free, and the form that orders them."""
    return part_or_page(request, part="orders/_cart.html", page="orders/cart.html", context=_context(request))


@needs(Permission.EDIT_CART)
@require_POST
def cart_add(request: HttpRequest) -> HttpResponse:
    """Sets a product's quantity from a list or a card; HTMX gets the cart chip and a toast with undo."""
    form = ChangeCartLineForm(request.POST)
    if not form.is_valid():
        return _told(request, _first_error(form), INVALID)
    product = _product(request, form.cleaned_data["product"])
    before = quantity_in_cart(request.actor, product)
    quantity = form.cleaned_data["quantity"]
    try:
        change_cart_line(product=product, quantity=quantity, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return _told(request, str(refusal), INVALID)
    if not is_part(request):
        return redirect(request, way_back(request))
    context = {"product": product, "quantity": quantity, "before": before, "oob": True}
    return render(request, "orders/_added.html", context)


@needs(Permission.EDIT_CART)
@require_POST
def cart_change(request: HttpRequest) -> HttpResponse:
    """Sets a line's quantity on the cart's page; 0 takes it out. A refusal stands beside its line."""
    form = ChangeCartLineForm(request.POST)
    if not form.is_valid():
        return _cart(request, INVALID, refusal=_first_error(form))
    product = _product(request, form.cleaned_data["product"])
    try:
        change_cart_line(product=product, quantity=form.cleaned_data["quantity"], by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return _cart(request, INVALID, refusal=refusal, refused=product)
    return _cart(request) if is_part(request) else redirect(request, reverse("orders:cart"))


@needs(Permission.PLACE_ORDER)
@require_POST
def cart_order(request: HttpRequest) -> HttpResponse:
    """Orders the cart and goes to the order; sent twice with one key it goes to the same order."""
    form = PlaceOrderForm(request.POST)
    if not form.is_valid():
        return _cart(request, INVALID, form=form, refusal=_first_error(form))
    told = form.cleaned_data
    if told["company"] != request.actor.company.uid:
        if not serves(request.actor, told["company"]):
            raise Http404
        return _cart(request, CONFLICT, refusal=_("This page was opened for another company. Check the cart."))
    try:
        order = place_order(
            key=told["key"],
            by=request.actor,
            at=timezone.now(),
            shown_gross=told["shown_gross"],
            buyer_number=told["buyer_number"],
            comment=told["comment"],
        )
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return _cart(request, CONFLICT, refusal=refusal, keep=told)
    return redirect(request, reverse("order", args=[order.number]))


def _cart(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    context = {**_context(request, **more), "oob": is_part(request)}
    return part_or_page(request, part="orders/_cart.html", page="orders/cart.html", context=context, status=status)


def _context(
    request: HttpRequest,
    refusal: RuleBroken | str = "",
    refused: Product | None = None,
    form: PlaceOrderForm | None = None,
    keep: dict[str, Any] | None = None,
) -> dict[str, Any]:
    actor: Actor = request.actor
    page = cart_page(actor, timezone.now())
    initial = {
        **(keep or {}),
        "key": uuid.uuid4(),
        "shown_gross": page.totals.amounts.gross,
        "company": actor.company.uid,
    }
    return {
        "cart": page,
        "form": form or PlaceOrderForm(initial=initial),
        "refusal": refusal,
        "refused": refused,
        "nearest": refusal.facts.get("nearest") if isinstance(refusal, RuleBroken) else None,
        "is_short": isinstance(refusal, OutOfStock),
        "may_order": can(actor, Permission.PLACE_ORDER, actor.company),
    }


def _told(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    messages.error(request, sentence)
    if is_part(request):
        return render(request, "orders/_refused.html", {"oob": True}, status=status)
    return redirect(request, way_back(request))


def _product(request: HttpRequest, uid: uuid.UUID) -> Product:
    product = visible_product(request.actor, uid)
    if product is None:
        raise Http404
    return product


def _first_error(form: Any) -> str:
    return str(next(iter(form.errors.values()))[0])
