"""The list of orders: what is asked for, its rows page by page, its sums.

Pages follow each other by (moment, order), never by an offset: page 500 costs what page 1 costs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.actors import Actor
from catalog.articles import search_key
from orders.delivery import promised_day
from orders.enums import LineKind, OrderStatus
from orders.models import Order, OrderLine
from orders.queries.tell import UNDER_WAY
from orders.states import NEVER_BOUGHT

PER_PAGE = 50
SHORTEST_KEY = 3  # a shorter key would be found in half of all articles

# an order's state as a shape, a word and a colour (DESIGN.md section 1)
BADGES = {
    OrderStatus.APPROVAL: "wait",
    OrderStatus.RETURNED: "bad",
    OrderStatus.PLACED: "wait",
    OrderStatus.CONFIRMED: "info",
    OrderStatus.PICKING: "info",
    OrderStatus.SHIPPED: "ok",
    OrderStatus.CANCELLED: "bad",
}
_CANCELLED = Q(status__in=NEVER_BOUGHT)


@dataclass(frozen=True)
class OrderFilter:
    """Which orders are asked for; an empty one asks for all. `since` is inclusive, `until` exclusive."""

    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


class OrderRow(NamedTuple):
    """One order in a list. `reserved_until` only of an order whose goods are held, or were until then; `expected_on`
    is the day of delivery while it is ahead.
    """

    number: int
    placed_at: datetime
    placed_by: str
    status_label: str
    badge: str
    lines: int
    gross: Decimal
    buyer_number: str
    reserved_until: datetime | None
    is_reservation_over: bool
    delivery_name: str
    expected_on: date | None


@dataclass(frozen=True)
class OrderTotals:
    """How many orders are found and their sums; the cancelled among them are in no sum but their own."""

    count: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    cancelled: int
    cancelled_gross: Decimal


@dataclass(frozen=True)
class OrderPage:
    """Rows, and the numbers of the orders next to which the neighbouring pages begin; None where there is none."""

    rows: tuple[OrderRow, ...]
    newer: int | None = None
    older: int | None = None


def orders_found(actor: Actor, asked: OrderFilter) -> QuerySet[Order]:
    """The company's orders that are asked for, in no order."""
    found = Order.objects.visible_to(actor)
    if asked.statuses:
        found = found.filter(status__in=asked.statuses)
    if asked.since:
        found = found.filter(placed_at__gte=asked.since)
    if asked.until:
        found = found.filter(placed_at__lt=asked.until)
    return _with_text(found, asked.text) if asked.text else found


def order_totals(actor: Actor, asked: OrderFilter) -> OrderTotals:
    """Count and sums of everything that is found, not of a page. One query."""
    found = orders_found(actor, asked).aggregate(
        count=Count("pk"),
        cancelled=Count("pk", filter=_CANCELLED),
        # not called after the fields, or the second would be a sum of the first
        **{f"sum_{field}": _sum(field, ~_CANCELLED) for field in ("net", "tax", "gross")},
        sum_cancelled=_sum("gross", _CANCELLED),
    )
    return OrderTotals(
        found["count"],
        found["sum_net"],
        found["sum_tax"],
        found["sum_gross"],
        found["cancelled"],
        found["sum_cancelled"],
    )


def order_list(
    actor: Actor, asked: OrderFilter, at: datetime, *, before: int | None = None, after: int | None = None
) -> OrderPage | None:
    """The newest orders found, those older than number `before`, or those next newer than number `after`.

    None for a number that the company has not. One query, two with a number.
    """
    found = _with_lines(orders_found(actor, asked))
    number = after if before is None else before
    if number is None:
        return _first_page(found, at)
    edge = Order.objects.visible_to(actor).filter(number=number).values_list("placed_at", "pk").first()
    if edge is None:
        return None
    moment, key = edge
    if before is not None:
        # the plain comparison is what the index (company, -placed_at) finds its place by
        older = found.filter(Q(placed_at__lt=moment) | Q(pk__lt=key), placed_at__lte=moment)
        return _page(older.order_by("-placed_at", "-pk")[: PER_PAGE + 1], at, has_newer=True)
    newer = found.filter(Q(placed_at__gt=moment) | Q(pk__gt=key), placed_at__gte=moment).order_by("placed_at", "pk")
    kept = list(newer[: PER_PAGE + 1])
    if len(kept) <= PER_PAGE:  # the first page is always whole
        return _first_page(found, at)
    shown = tuple(order_row(order, at) for order in reversed(kept[:PER_PAGE]))
    return OrderPage(shown, newer=shown[0].number, older=shown[-1].number)


def recent_orders(actor: Actor, at: datetime, limit: int = 7) -> tuple[OrderRow, ...]:
    """The newest orders of the company. One query."""
    orders = _with_lines(Order.objects.visible_to(actor)).order_by("-placed_at", "-pk")
    return tuple(order_row(order, at) for order in orders[:limit])


def order_row(order: Any, at: datetime) -> OrderRow:
    """The row of an order that came from here."""
    status = OrderStatus(order.status)
    expected_on = promised_day(order.delivery)
    is_ahead = expected_on is not None and expected_on >= timezone.localdate(at, timezone.get_default_timezone())
    until = order.reserved_until if status in UNDER_WAY else None
    return OrderRow(
        number=order.number,
        placed_at=order.placed_at,
        placed_by=str(order.placed_by),
        status_label=str(status.label),
        badge=BADGES[status],
        lines=order.line_count,
        gross=order.gross,
        buyer_number=order.buyer_number,
        reserved_until=until,
        is_reservation_over=until is not None and until <= at,
        delivery_name=order.delivery.get("name", ""),
        expected_on=expected_on if is_ahead and status in UNDER_WAY else None,
    )


def _sum(field: str, which: Q) -> Coalesce:
    return Coalesce(Sum(field, filter=which), Decimal(0))


def _first_page(found: QuerySet[Any], at: datetime) -> OrderPage:
    return _page(found.order_by("-placed_at", "-pk")[: PER_PAGE + 1], at, has_newer=False)


def _page(orders: Iterable[Any], at: datetime, *, has_newer: bool) -> OrderPage:
    """A page of at most one order more than it shows: that one says that there are older ones."""
    rows = tuple(order_row(order, at) for order in orders)
    shown = rows[:PER_PAGE]
    return OrderPage(
        shown,
        newer=shown[0].number if has_newer and shown else None,
        older=shown[-1].number if len(rows) > PER_PAGE else None,
    )


def _with_lines(orders: QuerySet[Order]) -> QuerySet[Any]:
    """With who placed them and how many kinds of goods they have."""
    lines = OrderLine.objects.live().filter(order=OuterRef("pk"), kind=LineKind.GOODS).order_by()
    counted = lines.values("order").annotate(n=Count("pk")).values("n")
    return orders.select_related("placed_by").annotate(line_count=Coalesce(Subquery(counted), 0))


def _with_text(found: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Where the text stands in a number, in who ordered, or in an article or name of a line."""
    lines = Q(article__icontains=text) | Q(name__icontains=text)
    key = search_key(text)
    if len(key) >= SHORTEST_KEY:  # an article typed with other dashes, spaces or look-alike letters
        lines |= Q(product__key__contains=key)
    bare = text.lstrip("№# ") or text
    return found.annotate(printed=Cast("number", TextField())).filter(
        Q(printed__contains=bare)
        | Q(buyer_number__icontains=bare)
        | Q(placed_by__full_name__icontains=text)
        | Q(pk__in=OrderLine.objects.live().filter(lines, order__in=found).values("order"))
    )
