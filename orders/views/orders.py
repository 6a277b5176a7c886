"""The list of orders."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from orders.queries.orders import order_row, orders_of

PER_PAGE = 50


@needs(Permission.VIEW_ORDERS)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The company's orders, newest first, fifty on a page."""
    page = Paginator(orders_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [order_row(order) for order in page]
    return render(request, "orders/orders.html", {"page": page, "rows": rows})
