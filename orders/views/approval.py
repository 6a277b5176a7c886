"""Decisions on one order that waits for approval, and what its author does with it."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import redirect
from catalog.actions.reserve_stock import OutOfStock
from catalog.queries.products import visible_product
from orders.actions.approve_order import approve_order
from orders.actions.cancel_order import cancel_order
from orders.actions.lower_line import lower_line
from orders.actions.refill_cart import refill_cart
from orders.actions.return_order import return_order
from orders.actions.swap_line import swap_line
from orders.enums import OrderStatus
from orders.forms.approval import DecideForm, LowerLineForm, ReturnOrderForm, SwapLineForm
from orders.models import Order, OrderLine
from orders.queries.approvals import approval_panel, orders_to_decide, orders_waiting
from orders.queries.order import short_articles, visible_line, visible_order
from orders.queries.swaps import swaps_of

INVALID = 422


@needs(Permission.APPROVE_ORDERS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Shows what waits for the person, and what waits for others."""
    now = timezone.now()
    mine = orders_to_decide(request.actor, now)
    others, has_more = orders_waiting(request.actor, mine)
    context = {"mine": mine, "others": others, "has_more": has_more, "now": now}
    return render(request, "orders/approvals.html", context)


@needs(Permission.APPROVE_ORDERS)
@require_POST
def order_approve(request: HttpRequest, number: int) -> HttpResponse:
    """Gives the person's yes; the order's page says what came of it."""
    order, form = _order(request, number), DecideForm(request.POST)

    def decide() -> str:
        done = approve_order(order=order, revision=form.cleaned_data["revision"], by=request.actor, at=timezone.now())
        if done.status == OrderStatus.APPROVAL:
            return _("Approved. Others are asked next.")
        return _("Approved. The order is placed.")

    return _answered(request, order, form, decide)


@needs(Permission.APPROVE_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def order_return(request: HttpRequest, number: int) -> HttpResponse:
    """Asks what should be changed, and gives the order back to its author."""
    order = _order(request, number)
    form = ReturnOrderForm(request.POST or None, initial={"revision": order.revision})
    if not form.is_valid() and "revision" not in form.errors:
        context = {"order": order, "form": form}
        return render(request, "orders/return_order.html", context, status=INVALID if form.is_bound else 200)

    def decide() -> str:
        told = form.cleaned_data
        return_order(order=order, **told, by=request.actor, at=timezone.now())
        return _("The order is returned to its author.")

    return _answered(request, order, form, decide)


@needs(Permission.APPROVE_ORDERS)
@require_safe
def order_line_change(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """Shows how a line can be lowered, and what can take its place."""
    line = _line(request, number, uid)
    now = timezone.now()
    panel = approval_panel(request.actor, line.order, now)
    context = {
        "line": line,
        "order": line.order,
        "may_decide": panel is not None and panel.may_decide,
        "form": LowerLineForm(initial={"revision": line.order.revision, "quantity": line.quantity}),
        "swaps": swaps_of(request.actor, line, now),
    }
    return render(request, "orders/change_line.html", context)


@needs(Permission.APPROVE_ORDERS)
@require_POST
def order_line_lower(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """Takes less of a line."""
    line, form = _line(request, number, uid), LowerLineForm(request.POST)

    def decide() -> str:
        lower_line(line=line, **form.cleaned_data, by=request.actor, at=timezone.now())
        return _("%(article)s: the quantity is lowered.") % {"article": line.article}

    return _answered(request, line.order, form, decide, _line_page(line))


@needs(Permission.APPROVE_ORDERS)
@require_POST
def order_line_swap(request: HttpRequest, number: int, uid: UUID) -> HttpResponse:
    """Puts an analogue in a line's place; 404 for what the company does not see."""
    line, form = _line(request, number, uid), SwapLineForm(request.POST)
    other = visible_product(request.actor, form.cleaned_data["other"]) if form.is_valid() else None
    if form.is_valid() and other is None:
        raise Http404

    def decide() -> str:
        assert other
        revision = form.cleaned_data["revision"]
        swap_line(line=line, other=other, revision=revision, by=request.actor, at=timezone.now())
        return _("%(other)s instead of %(article)s.") % {"other": other.article, "article": line.article}

    return _answered(request, line.order, form, decide, _line_page(line))


@needs(Permission.PROPOSE_ORDER)
@require_POST
def order_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back what the person sent himself and nobody has decided on yet."""
    order = _order(request, number)
    try:
        cancel_order(order=order, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Order %(number)s is taken back.") % {"number": order.number})
    return redirect(request, reverse("order", args=[order.number]))


@needs(Permission.EDIT_CART)
@require_POST
def order_refill(request: HttpRequest, number: int) -> HttpResponse:
    """Puts the goods of an order into the cart again."""
    done = refill_cart(order=_order(request, number), by=request.actor, at=timezone.now())
    if done.left_out:
        words = _("No longer offered, and left out: %(articles)s.")
        messages.warning(request, words % {"articles": ", ".join(done.left_out)})
    if done.lines:
        messages.success(request, _("The goods are in the cart, at today's prices."))
    return redirect(request, reverse("orders:cart"))


def _answered(
    request: HttpRequest, order: Order, form: forms.Form, decide: Callable[[], str], back: str = ""
) -> HttpResponse:
    """Does it and goes to the order; refused, it goes `back` with the sentence."""
    place = reverse("order", args=[order.number])
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(request, back or place)
    try:
        messages.success(request, decide())
    except NotAllowed:
        raise
    except OutOfStock as refusal:
        articles = ", ".join(short_articles(order, refusal.facts["shortages"]))
        words = _("There is no longer enough of %(articles)s: lower or swap the line, or return the order.")
        messages.error(request, words % {"articles": articles})
        return redirect(request, place)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(request, back or place)
    return redirect(request, place)


def _line_page(line: OrderLine) -> str:
    return reverse("orders:order-line-change", args=[line.order.number, line.uid])


def _order(request: HttpRequest, number: int) -> Order:
    order = visible_order(request.actor, number)
    if order is None:
        raise Http404
    return order


def _line(request: HttpRequest, number: int, uid: UUID) -> OrderLine:
    line = visible_line(request.actor, number, uid)
    if line is None:
        raise Http404
    return line
