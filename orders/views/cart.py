"""The cart: look and change. The order itself is sent by views/checkout.py, which answers with the same page."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import NotAllowed, can
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part, part_or_page, redirect
from b2b_portal.core.views.language import way_back
from catalog.models import Product
from catalog.queries.products import visible_product
from catalog.queries.search import SearchResult, search
from orders.actions.change_cart_line import change_cart_line
from orders.actions.take_cart import PriceChanged
from orders.forms.add_line import AddLineForm
from orders.forms.change_cart_line import ChangeCartLineForm
from orders.forms.place_order import PARTIES, SEEN, ChooseDeliveryForm, PlaceOrderForm
from orders.payment_words import payment_words
from orders.queries.cart import cart_page, changeable_product, quantity_in_cart
from orders.queries.checkout import Checkout, Chosen, checkout_of
from orders.queries.checkout_approval import checkout_approval, who_lifts_checkout
from orders.queries.checkout_budgets import checkout_budgets
from orders.queries.replacements import Replacing, replacing
from orders.seen_prices import SeenLine, seen_lines

INVALID = 422
_FEW = 5  # hits asked for an article typed in full: one is added, more are a question


@dataclass(frozen=True)
class Undo:
    """A line as it is after a change, and how many there were before."""

    product: Product
    quantity: int
    before: int


@dataclass(frozen=True)
class Typed:
    """What was typed into the line under the table, and why it was not added."""

    text: str
    refusal: str = ""
    may_search: bool = False


@needs(Permission.EDIT_CART)
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """Shows the lines with today's prices and what is free, and the form that orders them."""
    return answer_cart(request, undo=_asked_undo(request))


@needs(Permission.EDIT_CART)
@require_POST
def cart_add(request: HttpRequest) -> HttpResponse:
    """Sets a product's quantity from a list or a card; HTMX gets the cart chip and a toast with undo."""
    form = ChangeCartLineForm(request.POST)
    if not form.is_valid():
        return _told(request, first_error(form), INVALID)
    product = _product(request, form.cleaned_data["product"])
    try:
        undo = _change(request, product, form.cleaned_data["quantity"])
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return _told(request, str(refusal), INVALID)
    if not is_part(request):
        return redirect(request, way_back(request))
    return render(request, "orders/_added.html", {"undo": undo})


@needs(Permission.EDIT_CART)
@require_POST
def cart_change(request: HttpRequest) -> HttpResponse:
    """Sets a line's quantity on the cart's page; 0 takes it out. A refusal offers the nearest quantities."""
    form = ChangeCartLineForm(request.POST)
    if not form.is_valid():
        return answer_cart(request, INVALID, refusal=first_error(form))
    product = changeable_product(request.actor, form.cleaned_data["product"])
    if product is None:
        raise Http404
    return _changed(request, product, form.cleaned_data["quantity"])


@needs(Permission.EDIT_CART)
@require_POST
def cart_quick(request: HttpRequest) -> HttpResponse:
    """Adds the line typed under the table; without a quantity the smallest, or as many as are in the cart."""
    form = AddLineForm(request.POST)
    if not form.is_valid():
        return answer_cart(request, INVALID, typed=Typed("", first_error(form)))
    text = form.cleaned_data["line"]
    found = search(request.actor, text, limit=_FEW, is_literal=True)
    if len(found.exact) != 1:
        return answer_cart(request, INVALID, typed=Typed(text, _not_one(found), may_search=True))
    product = found.exact[0].product
    quantity = found.quantity or quantity_in_cart(request.actor, product) or product.smallest_order
    return _changed(request, product, quantity, Typed(text))


def answer_cart(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or for HTMX its part; after a change with the chip of the bar and a toast out of band.

    What was typed into the order form comes back as it was: `form` with its errors, else what the request carries.
    """
    context = {**_context(request, **more), "oob": is_part(request) and request.method == "POST"}
    return part_or_page(request, part="orders/_cart.html", page="orders/cart.html", context=context, status=status)


def first_error(form: forms.Form) -> str:
    """The first sentence that a form has to say."""
    return str(next(iter(form.errors.values()))[0])


def _context(
    request: HttpRequest,
    refusal: RuleBroken | str = "",
    refused: Product | None = None,
    form: PlaceOrderForm | None = None,
    undo: Undo | None = None,
    typed: Typed | None = None,
) -> dict[str, Any]:
    actor: Actor = request.actor
    at = timezone.now()
    page = cart_page(actor, at, _seen(request))
    assert actor.company
    may_order = can(actor, Permission.PROPOSE_ORDER, actor.company)
    is_drawn = bool(may_order and page.rows)
    checkout = checkout_of(actor, page, _chosen(request), at) if is_drawn else None
    budgets = checkout_budgets(actor, page, checkout, at)
    approval = checkout_approval(actor, page, checkout, budgets, at)
    return {
        "cart": page,
        "checkout": checkout,
        "budgets": budgets,
        "approval": approval,
        "lifted": who_lifts_checkout(actor, checkout, approval),
        "form": _order_form(request, checkout, form) if checkout else None,
        "refusal": refusal,
        "refused": refused,
        "is_price_refusal": isinstance(refusal, PriceChanged) and bool(page.changed),  # the changes say it better
        "nearest": refusal.facts.get("nearest") if isinstance(refusal, RuleBroken) and refused else None,
        "payment": _payment(checkout) if checkout else "",
        "undo": undo,
        "typed": typed,
        "may_order": may_order,
        "replacing": _replacing(request, at),
    }


def _seen(request: HttpRequest) -> dict[uuid.UUID, SeenLine]:
    """What the page before showed of the lines; a page that says nonsense showed nothing."""
    try:
        return seen_lines(request.POST.getlist(SEEN))
    except ValueError:
        return {}


def _replacing(request: HttpRequest, at: datetime) -> Replacing | None:
    """The line whose replacements the address asks to unfold; anything odd is none."""
    try:
        uid = uuid.UUID(request.GET.get("replace", ""))
    except ValueError:
        return None
    return replacing(request.actor, uid, at)


def _chosen(request: HttpRequest) -> Chosen:
    """The choices that the request carries, as far as they make sense."""
    form = ChooseDeliveryForm(request.POST or request.GET)
    form.is_valid()
    facts = form.cleaned_data
    return Chosen(
        method=facts.get("delivery", ("", None))[0],
        address=facts.get("address"),
        power=facts.get("power"),
        not_later_than_on=facts.get("not_later_than_on"),
        may_await=facts.get("may_await", False),
        cost_centre=facts.get("cost_centre"),
        contract=facts.get("contract"),
        payment=facts.get("payment"),
    )


def _order_form(request: HttpRequest, checkout: Checkout, form: PlaceOrderForm | None) -> PlaceOrderForm:
    """The form with a fresh key; refused, it keeps its words and errors. What was seen stands in the rows."""
    shown = {"key": uuid.uuid4()}
    if form is not None:
        form.data = {name: value for name, value in form.data.dict().items() if name != SEEN} | shown
        return form
    data = request.POST or request.GET
    known = {"consignee": checkout.usual.consignee, "payer": checkout.usual.payer}
    usual = {f"{who}_{name}": known[who].get(name, "") for who in PARTIES for name in ("name", "inn", "kpp")}
    typed = {name: data[name] for name in PlaceOrderForm.base_fields if name in data and name != SEEN}
    return PlaceOrderForm(initial={**usual, **typed, **shown})


def _payment(checkout: Checkout) -> str:
    terms = asdict(checkout.terms) if checkout.terms else {}
    return payment_words({name: str(value) for name, value in terms.items()})


def _changed(request: HttpRequest, product: Product, quantity: int, typed: Typed | None = None) -> HttpResponse:
    try:
        undo = _change(request, product, quantity)
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        return answer_cart(request, INVALID, refusal=refusal, refused=product, typed=typed)
    if is_part(request):
        return answer_cart(request, undo=undo)
    query = urlencode({"undo": product.uid, "before": undo.before})
    return redirect(request, f"{reverse('orders:cart')}?{query}")


def _change(request: HttpRequest, product: Product, quantity: int) -> Undo:
    actor: Actor = request.actor
    before = quantity_in_cart(actor, product)
    change_cart_line(product=product, quantity=quantity, by=actor, at=timezone.now())
    return Undo(product, quantity, before)


def _asked_undo(request: HttpRequest) -> Undo | None:
    """What a change without script left in the address: the line and how many there were before."""
    form = ChangeCartLineForm({"product": request.GET.get("undo"), "quantity": request.GET.get("before")})
    if not form.is_valid():
        return None
    actor: Actor = request.actor
    product = visible_product(actor, form.cleaned_data["product"])
    return Undo(product, quantity_in_cart(actor, product), form.cleaned_data["quantity"]) if product else None


def _not_one(found: SearchResult) -> str:
    facts = {"n": len(found.exact), "text": found.wanted}
    if not found.exact:
        return _("No product has the article “%(text)s”.") % facts
    words = ngettext(
        "%(n)s product has the article “%(text)s”: choose it in the search.",
        "%(n)s products have the article “%(text)s”: choose one in the search.",
        facts["n"],
    )
    return words % facts


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
