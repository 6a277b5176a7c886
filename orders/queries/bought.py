"""What a company bought of one product, and what it paid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.money import unit_gross_of
from catalog.enums import Unit
from catalog.models import Product
from catalog.purchases import LastPurchase
from orders.models import Order, OrderLine
from orders.states import NOT_BOUGHT

SHOWN = 8
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Purchase:
    """One line of an order: when, by whom, how many, at which price of a unit with VAT."""

    number: int
    placed_at: datetime
    placed_by: str
    quantity: int
    unit_label: str
    unit_gross: Decimal


@dataclass(frozen=True)
class Bought:
    """The last purchases, and the pieces and sum of a year."""

    purchases: tuple[Purchase, ...]
    year_quantity: int
    year_gross: Decimal


def bought(actor: Actor, product: Product, at: datetime) -> Bought | None:
    """What the actor's company ordered and did not cancel; None for nothing, or if he may not see orders. 2 queries."""
    if actor.company is None or not can(actor, Permission.VIEW_ORDERS, actor.company):
        return None
    lines = _lines(actor, product)
    purchases = tuple(_purchase(line) for line in lines.order_by("-order__placed_at", "-pk")[:SHOWN])
    if not purchases:
        return None
    year = lines.filter(order__placed_at__gt=at - YEAR).aggregate(quantity=Sum("quantity"), gross=Sum("gross"))
    return Bought(purchases, year["quantity"] or 0, year["gross"] or Decimal(0))


def purchases(actor: Actor, product: Product, most: int) -> list[Purchase]:
    """All that the actor's company ordered of it and did not cancel, the newest first. One query."""
    return [_purchase(line) for line in _lines(actor, product).order_by("-order__placed_at", "-pk")[:most]]


def last_purchases(company: Company, product_ids: Collection[int]) -> list[LastPurchase]:
    """The newest line of each product that the company ordered and did not cancel; one query."""
    lines = (
        OrderLine.objects.live()
        .filter(product__in=list(product_ids), order__company=company)
        .exclude(order__status__in=NOT_BOUGHT)
        .select_related("order")
        .order_by("product", "-order__placed_at", "-pk")
        .distinct("product")
    )
    return [
        LastPurchase(line.product_id, line.order.placed_at, line.quantity, _unit_gross(line))
        for line in lines
        if line.product_id
    ]


def _lines(actor: Actor, product: Product) -> QuerySet[OrderLine]:
    orders = Order.objects.visible_to(actor).exclude(status__in=NOT_BOUGHT)
    return OrderLine.objects.live().filter(product=product, order__in=orders).select_related("order__placed_by")


def _purchase(line: OrderLine) -> Purchase:
    order = line.order
    return Purchase(
        order.number,
        order.placed_at,
        str(order.placed_by),
        line.quantity,
        str(Unit(line.unit).label),
        _unit_gross(line),
    )


def _unit_gross(line: OrderLine) -> Decimal:
    return line.unit_price if line.price_includes_vat else unit_gross_of(line.unit_price, line.vat_rate)
