"""The first page after sign-in: what burns, the figures of now, recent orders, spend by month, whom to call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from b2b_portal.pages.attention import attention
from b2b_portal.pages.money import credit_part
from b2b_portal.pages.spend_chart import in_a_sentence, spend_chart
from documents.queries.due import open_invoices
from orders.queries.approvals import orders_to_decide
from orders.queries.budgets import budget_rows
from orders.queries.burning import burning
from orders.queries.orders import recent_orders
from orders.queries.spend import spend_by_month
from orders.queries.turnover import tier_way

DECIDED_FIRST = 10  # of the orders that wait for the reader; the page of approvals has them all


@needs(Permission.VIEW_CATALOG)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Each part is shown to whoever may see what it is about."""
    actor = request.actor
    today = timezone.localdate()
    context = {
        "company": actor.company,
        "manager": actor.company.account_manager,
        "today": today,
        "weekday": in_a_sentence(date_format(today, "l")),
    }
    return render(request, "pages/overview.html", {**context, **_business(actor)})


def _business(actor: Actor) -> dict[str, Any]:
    now = timezone.now()
    assert actor.company
    burn, invoices, months = burning(actor, now), open_invoices(actor), spend_by_month(actor, now)
    sees_orders = burn is not None
    to_decide = orders_to_decide(actor, now, DECIDED_FIRST) if Permission.APPROVE_ORDERS in actor.permissions else []
    return {
        "sees_orders": sees_orders,
        "sees_attention": sees_orders or invoices is not None,
        "burning": burn,
        "invoices": invoices,
        "attention": attention(burn, invoices, now, to_decide),
        "can_renew": bool(can(actor, Permission.PLACE_ORDER, actor.company)),
        "rows": recent_orders(actor, now) if sees_orders else (),
        "this_month": months[-1] if months else None,
        "last_month": months[-2] if months else None,
        "chart": spend_chart(months),
        "way": tier_way(actor, now),
        "budgets": budget_rows(actor, now),
        "credit": credit_part(actor, now),
    }
