"""An order with its papers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from b2b_portal.core.working_days import working_days_later
from b2b_portal.pages.order_steps import order_steps
from documents.queries.papers import papers_of_order
from orders.actions.name_collector import NothingToFetch, check_fetched
from orders.actions.renew_reservation import RENEWABLE, renewals_left, reservation_days
from orders.enums import DeliveryKind, HistoryKind, OrderStatus
from orders.models import Order
from orders.payment_words import paid_words
from orders.queries.approvals import approval_panel
from orders.queries.order import OrderPage, order_page
from orders.states import NEVER_BOUGHT, can_move


@dataclass(frozen=True)
class Renewal:
    """The button that holds the goods `days` working days from now; `left` is how often the buyer may still press."""

    days: int
    until: datetime
    left: int


@needs(Permission.VIEW_ORDERS)
@require_safe
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Lines, what is held until when, history; the papers panel fills itself while papers are made."""
    actor = request.actor
    now = timezone.now()
    page = order_page(actor, number, now)
    if page is None:
        raise Http404
    papers = papers_of_order(actor, page.order, now)
    status = page.order.status
    may_ask = can_move(status, OrderStatus.CANCELLED) and can(actor, Permission.CANCEL_ORDER, actor.company)
    is_picked = status == OrderStatus.PICKING
    waits = status == OrderStatus.APPROVAL
    context = {
        "page": page,
        "order": page.order,
        "steps": order_steps(page, papers.rows if papers else None),
        "papers": papers,
        "manager": actor.company.account_manager,
        "payment": paid_words(page.order.gross, page.order.deferred_gross, page.order.contract_terms),
        "renewal": renewal(actor, page, now),
        "arrives_on": page.arrives_on if page.arrives_on and page.arrives_on >= timezone.localdate(now) else None,
        **_fetching(actor, page.order),
        "may_cancel": may_ask and not is_picked,
        "approval": approval_panel(actor, page.order, now) if page.entry(HistoryKind.SENT_FOR_APPROVAL) else None,
        "may_withdraw": waits and not may_ask and page.order.placed_by == actor.user,
        "may_refill": not waits and bool(can(actor, Permission.EDIT_CART, actor.company)),
        "is_returned": status == OrderStatus.RETURNED,
        "is_picked": may_ask and is_picked,
        "is_cancelled": status in NEVER_BOUGHT,
        "is_shipped": status == OrderStatus.SHIPPED,
    }
    return render(request, "pages/order.html", context)


def _fetching(actor: Actor, order: Order) -> dict[str, Any]:
    """Who fetches the goods from the warehouse, and whether the reader may name somebody."""
    until = order.delivery.get("power_until_on")
    try:
        check_fetched(order)
        is_open = True
    except NothingToFetch:
        is_open = False
    return {
        "is_fetched": order.delivery.get("kind") == DeliveryKind.PICKUP,
        "power_until": date.fromisoformat(until) if until else None,
        "may_name_collector": is_open and bool(can(actor, Permission.PLACE_ORDER, actor.company)),
    }


def renewal(actor: Actor, page: OrderPage, at: datetime) -> Renewal | None:
    """What the actor may ask for: None when nothing is held, or it is held as long already. At most one query."""
    order = page.order
    has_what = order.status in RENEWABLE and (page.is_held or page.is_reservation_over)
    if not has_what or not actor.company or not can(actor, Permission.PLACE_ORDER, actor.company):
        return None
    days = reservation_days(order)
    until = working_days_later(at, days)
    is_longer = order.reserved_until is None or timezone.localdate(until) > timezone.localdate(order.reserved_until)
    return Renewal(days, until, renewals_left(order)) if is_longer or page.is_reservation_over else None
