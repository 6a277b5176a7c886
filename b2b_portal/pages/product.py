"""A product with what the company bought of it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from b2b_portal.core.htmx import is_part
from b2b_portal.pages.price_line import price_line
from catalog.models import Product
from catalog.queries.former_price import FormerPrice, former_price
from catalog.queries.product import Quote, product_page, quote
from catalog.queries.products import visible_product
from catalog.queries.watches import watches_of
from orders.queries.bought import bought
from orders.queries.cart import quantity_in_cart


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def product(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Facts, prices, stock, analogues and past purchases; HTMX asks for the price of another quantity alone."""
    return _price(request, uid) if is_part(request) else _page(request, uid)


def _page(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    page = product_page(actor, uid, now)
    if page is None:
        raise Http404
    can_order = bool(can(actor, Permission.EDIT_CART, actor.company))
    in_cart = quantity_in_cart(actor, page.product) if can_order else 0
    quantity = _quantity(request) or in_cart or page.row.quantity
    other = quote(actor, page.product, quantity, now) if quantity != page.row.quantity else None
    history = bought(actor, page.product, now)
    asked = other or page.smallest
    context = {
        "page": page,
        "product": page.product,
        "quote": asked,
        "former": _former(actor, page.product, asked, now),
        "can_order": can_order,
        "in_cart": in_cart,
        "bought": history,
        "paid": price_line(history.purchases, now) if history else None,
        "manager": actor.company.account_manager if actor.company else None,
        "watched": watches_of(actor, page.product),
        "only_in_stock": request.GET.get("in_stock") == "1",
    }
    return render(request, "pages/product.html", context)


def _price(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor: Actor = request.actor
    found = visible_product(actor, uid)
    if found is None:
        raise Http404
    now = timezone.now()
    asked = quote(actor, found, _quantity(request) or found.smallest_order, now)
    context = {"product": found, "quote": asked, "former": _former(actor, found, asked, now)}
    return render(request, "pages/_product_price.html", context)


def _former(actor: Actor, product: Product, asked: Quote | None, at: datetime) -> FormerPrice | None:
    """What the company paid before, beside a price that it sees."""
    if actor.company is None or asked is None:
        return None
    return former_price(actor.company, product, asked.quantity, asked.line.unit_gross, at)


def _quantity(request: HttpRequest) -> int:
    """The asked quantity; 0 for anything odd."""
    text = request.GET.get("quantity", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
