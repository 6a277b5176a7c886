"""What must always be true of orders; each question answers with sentences about what is not, a few at most."""

from decimal import Decimal

from django.db import connection
from django.db.models import Case, Count, DecimalField, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.models import CreditEntry
from b2b_portal.core.models import Delivery
from catalog.enums import BackorderState, ReservationState
from catalog.models import Backorder, Reservation
from orders.events import order_placed
from orders.models import BudgetEntry, BudgetPeriod, Order, OrderLine
from orders.queries.tell import HOLDING

MOST_TOLD = 20

_PROMISED_TOO_MUCH = """
    WITH promised AS (
        SELECT holder, product_id, sum(pieces) AS pieces
          FROM (SELECT one.holder, stock.product_id, one.quantity AS pieces
                  FROM catalog_reservation AS one JOIN catalog_stock AS stock ON stock.id = one.stock_id
                 WHERE one.state = 'active'
                 UNION ALL
                SELECT holder, product_id, quantity - arrived FROM catalog_backorder WHERE state = 'waiting') AS each
         GROUP BY holder, product_id
    ), asked AS (
        SELECT order_id, product_id, sum(quantity) AS pieces
          FROM orders_orderline WHERE cancelled_at IS NULL AND product_id IS NOT NULL GROUP BY order_id, product_id
    )
    SELECT "order".number, product.article, coalesce(asked.pieces, 0), promised.pieces
      FROM promised
      JOIN orders_order AS "order" ON "order".uid = promised.holder
      JOIN catalog_product AS product ON product.id = promised.product_id
      LEFT JOIN asked ON asked.order_id = "order".id AND asked.product_id = promised.product_id
     WHERE promised.pieces > coalesce(asked.pieces, 0)
     ORDER BY "order".number, product.article
     LIMIT %(most)s
"""


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
    """An order that is over holds no goods and awaits none. One query."""
    active = Reservation.objects.filter(state=ReservationState.ACTIVE)
    waiting = Backorder.objects.filter(state=BackorderState.WAITING)
    kept = Q(uid__in=active.values("holder")) | Q(uid__in=waiting.values("holder"))
    orders = Order.objects.exclude(status__in=HOLDING).filter(kept).order_by("pk")
    return [f"Order {order.number} is {order.status} and still holds or awaits goods." for order in orders[:MOST_TOLD]]


def orders_promised_too_much() -> list[str]:
    """An order holds and awaits no more of a product than its live lines ask for. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMISED_TOO_MUCH, {"most": MOST_TOLD})
        return [
            f"Order {number}, {article}: {asked} are ordered, {promised} are held or awaited."
            for number, article, asked, promised in cursor.fetchall()
        ]


def orders_holding_other_credit() -> list[str]:
    """An order under way holds the credit that it defers, one that is over holds none. One query."""
    held = CreditEntry.objects.filter(holder=OuterRef("uid")).order_by().values("holder")
    held = held.annotate(total=Sum("held_delta")).values("total")
    wanted = Case(When(status__in=HOLDING, then="deferred_gross"), default=Decimal(0), output_field=DecimalField())
    said = Order.objects.annotate(
        held=Coalesce(Subquery(held, output_field=DecimalField()), Decimal(0), output_field=DecimalField()), due=wanted
    )
    wrong = said.exclude(held=F("due")).order_by("pk").values_list("number", "deferred_gross", "status", "held")
    return [
        f"Order {number}: {deferred} is deferred, it is {status} and holds {held}."
        for number, deferred, status, held in wrong[:MOST_TOLD]
    ]


def orders_announced_twice() -> list[str]:
    """Every receiver is owed a placed order once. One query."""
    owed = Delivery.objects.filter(event=order_placed.name).values("receiver", "payload").annotate(times=Count("pk"))
    return [
        f"{one['receiver']} was owed {order_placed.name} {one['payload']} {one['times']} times."
        for one in owed.filter(times__gt=1).order_by("receiver", "payload")[:MOST_TOLD]
    ]


def budgets_unlike_their_entries() -> list[str]:
    """What is committed and spent of a budget is the sum of its entries. One query."""
    said = BudgetPeriod.objects.select_related("budget").annotate(
        entries_committed=Coalesce(Sum("entries__committed_delta"), Decimal(0)),
        entries_spent=Coalesce(Sum("entries__spent_delta"), Decimal(0)),
    )
    wrong = said.exclude(committed=F("entries_committed"), spent=F("entries_spent")).order_by("pk")
    return [
        f"Budget {one.budget_id} of {one.starts_on}: {one.committed} committed and {one.spent} spent, its entries say "
        f"{one.entries_committed} and {one.entries_spent}."
        for one in wrong[:MOST_TOLD]
    ]


def budgets_held_by_orders_that_are_over() -> list[str]:
    """A cancelled order has nothing committed, a shipped one neither: it has spent. One query."""
    held = BudgetEntry.objects.order_by().values("holder").annotate(committed=Sum("committed_delta"))
    over = Order.objects.exclude(status__in=HOLDING).filter(uid__in=held.filter(committed__gt=0).values("holder"))
    return [
        f"Order {order.number} is {order.status} and still has budgets committed."
        for order in over.order_by("pk")[:MOST_TOLD]
    ]
