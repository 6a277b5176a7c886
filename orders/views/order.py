"""What the buyer does with one order; the page itself reads several rooms (b2b_portal/pages/order.py)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import part_or_page, redirect
from b2b_portal.core.templatetags.ui import moment_text
from catalog.actions.reserve_stock import OutOfStock
from orders.actions.cancel_line import LineStays, cancel_line
from orders.actions.cancel_order import cancel_order, check_cancellable
from orders.actions.renew_reservation import renew_reservation
from orders.enums import OrderStatus
from orders.forms.cancel_order import CancelOrderForm
from orders.models import Order, OrderLine
from orders.queries.order import is_last_goods, short_articles, visible_line, visible_order

CONFLICT, INVALID = 409, 422


@needs(Permission.CANCEL_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def order_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Asks why and cancels; the order's dialog posts here, and without script its button opens this page."""
    order = visible_order(request.actor, number)
    if order is None:
        raise Http404
    form = CancelOrderForm(request.POST if request.method == "POST" else None)
    refusal: RuleBroken | None = None
    if form.is_valid():
        try:
            cancel_order(order=order, by=request.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
        except NotAllowed:
            raise
        except RuleBroken as broken:
            refusal = broken
        else:
            messages.success(request, _("Order %(number)s is cancelled.") % {"number": order.number})
            return redirect(request, reverse("order", args=[order.number]))
    context = {"order": order, "form": form, "refusal": refusal or _refusal(request, order)}
    return render(request, "orders/cancel_order.html", context, status=_status(form, refusal))


@needs(Permission.CANCEL_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def order_line_cancel(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """Asks why and takes a line off; HTMX gets the question for the order's dialog."""
    line = visible_line(request.actor, number, uid)
    if line is None:
        raise Http404
    form = CancelOrderForm(request.POST if request.method == "POST" else None)
    refusal: RuleBroken | None = None
    if form.is_valid():
        try:
            order = cancel_line(line=line, by=request.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
        except NotAllowed:
            raise
        except RuleBroken as broken:
            refusal = broken
        else:
            messages.success(request, _line_words(order, line.article))
            return redirect(request, reverse("order", args=[order.number]))
    context = {
        "order": line.order,
        "line": line,
        "form": form,
        "is_last": is_last_goods(line),
        "refusal": refusal or _refusal(request, line.order, line),
    }
    return part_or_page(
        request,
        part="orders/_cancel_line.html",
        page="orders/cancel_line.html",
        context=context,
        status=_status(form, refusal),
    )


@needs(Permission.PLACE_ORDER)
@require_POST
def order_renew(request: HttpRequest, number: int) -> HttpResponse:
    """Holds the goods longer, or again; the order's page says what came of it."""
    order = visible_order(request.actor, number)
    if order is None:
        raise Http404
    try:
        renewed = renew_reservation(order=order, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except OutOfStock as refusal:
        articles = ", ".join(short_articles(order, refusal.facts["shortages"]))
        messages.error(request, _("Not reserved: there is no longer enough of %(articles)s.") % {"articles": articles})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        until = moment_text(renewed.reserved_until)
        messages.success(request, _("The goods are held until %(moment)s.") % {"moment": until})
    return redirect(request, reverse("order", args=[order.number]))


def _refusal(request: HttpRequest, order: Order, line: OrderLine | None = None) -> RuleBroken | None:
    """Why the order, or this line of it, cannot be cancelled by the buyer, asked before he tries."""
    try:
        check_cancellable(order, request.actor)
    except RuleBroken as refusal:
        return refusal
    return LineStays(name=line.name) if line and line.product_id is None else None


def _status(form: CancelOrderForm, refusal: RuleBroken | None) -> int:
    return CONFLICT if refusal else INVALID if form.is_bound else 200


def _line_words(order: Order, article: str) -> str:
    if order.status == OrderStatus.CANCELLED:
        return _("Order %(number)s is cancelled.") % {"number": order.number}
    return _("%(article)s is off the order, its reservation ended.") % {"article": article}
