"""What must always be true of orders; each question answers with sentences about what is not, a few at most."""

from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from b2b_portal.core.models import Delivery
from catalog.enums import ReservationState
from catalog.models import Reservation
from orders.events import order_placed
from orders.models import Order, OrderLine
from orders.queries.tell import UNDER_WAY

MOST_TOLD = 20


def orders_unlike_their_lines() -> list[str]:
    """An order's sums are the sums of its live lines. One query."""
    live = Q(lines__cancelled_at=None)
    said = Order.objects.annotate(
        lines_net=Coalesce(Sum("lines__net", filter=live), Decimal(0)),
        lines_tax=Coalesce(Sum("lines__tax", filter=live), Decimal(0)),
    )
    wrong = said.exclude(net=F("lines_net"), tax=F("lines_tax"), gross=F("lines_net") + F("lines_tax")).order_by("pk")
    sums = wrong.values_list("number", "net", "tax", "gross", "lines_net", "lines_tax")
    return [
        f"Order {number}: {net} + {tax} = {gross}, its lines say {lines_net} + {lines_tax}."
        for number, net, tax, gross, lines_net, lines_tax in sums[:MOST_TOLD]
    ]


def lines_that_do_not_add_up() -> list[str]:
    """A line's sum with VAT is its net and its tax. One query."""
    lines = OrderLine.objects.exclude(gross=F("net") + F("tax")).select_related("order").order_by("pk")
    return [
        f"Order {line.order.number}, line {line.position}: {line.net} + {line.tax} is not {line.gross}."
        for line in lines[:MOST_TOLD]
    ]


def goods_held_for_nobody() -> list[str]:
    """An order that is over holds no goods. One query."""
    active = Reservation.objects.filter(state=ReservationState.ACTIVE)
    orders = Order.objects.exclude(status__in=UNDER_WAY).filter(uid__in=active.values("holder")).order_by("pk")
    return [f"Order {order.number} is {order.status} and still holds goods." for order in orders[:MOST_TOLD]]


def orders_announced_twice() -> list[str]:
    """Every receiver is owed a placed order once. One query."""
    owed = Delivery.objects.filter(event=order_placed.name).values("receiver", "payload").annotate(times=Count("pk"))
    return [
        f"{one['receiver']} was owed {order_placed.name} {one['payload']} {one['times']} times."
        for one in owed.filter(times__gt=1).order_by("receiver", "payload")[:MOST_TOLD]
    ]
