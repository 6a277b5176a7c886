"""The cart's page, and its summary in the header."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.queries.access import buyer_of
from b2b_portal.core.money import Amounts
from catalog.models import Product
from catalog.pricing import PricedLine
from catalog.queries.availability import free_total
from catalog.queries.chosen_price import chosen_price, line_gross, price_parameters
from catalog.queries.prices import price_lines
from orders.models import CartLine
from orders.totals import Totals, totals_of

_SUMMARY = f"""
    SELECT count(*), coalesce(sum({line_gross("line.quantity", "product.vat_rate")}), 0)
      FROM orders_cart AS cart
      JOIN orders_cartline AS line ON line.cart_id = cart.id
      JOIN catalog_product AS product ON product.id = line.product_id
      LEFT JOIN LATERAL ({chosen_price("line.product_id", "line.quantity")}) AS chosen ON true
     WHERE cart.company_id = %(company)s AND cart.user_id = %(user)s
"""


@dataclass(frozen=True)
class CartSummary:
    """How many lines for how much, with VAT."""

    lines: int
    gross: Decimal


@dataclass(frozen=True)
class CartRow:
    """One line as the page shows it: priced now, with what is free now."""

    product: Product
    quantity: int
    priced: PricedLine | None
    free: int

    @property
    def is_short(self) -> bool:
        return self.free < self.quantity

    @property
    def amounts(self) -> Amounts | None:
        return self.priced.amounts if self.priced else None


@dataclass(frozen=True)
class CartPage:
    """The cart with its sums."""

    rows: tuple[CartRow, ...]
    totals: Totals

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.rows) and all(row.priced and not row.is_short for row in self.rows)


def cart_summary(actor: Actor) -> CartSummary:
    """Lines and sum of the actor's cart, in one query."""
    company, person = buyer_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {**price_parameters(company, timezone.now()), "user": person.pk})
        lines, gross = cursor.fetchone()
    return CartSummary(lines, gross)


def cart_page(actor: Actor, at: datetime) -> CartPage:
    """Everything the page shows: 5 queries, however many lines."""
    lines = list(
        CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user)
        .select_related("product__brand")
        .order_by("pk")
    )
    priced = price_lines(buyer_of(actor)[0], {line.product_id: line.quantity for line in lines}, at)
    free = free_total([line.product_id for line in lines], at)
    rows = tuple(
        CartRow(line.product, line.quantity, priced.get(line.product_id), free.get(line.product_id, 0))
        for line in lines
    )
    return CartPage(rows, totals_of((row.product.vat_rate, row.priced.amounts) for row in rows if row.priced))


def quantity_in_cart(actor: Actor, product: Product) -> int:
    """How many of a product the actor's cart holds, 0 for none. One query."""
    lines = CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user, product=product)
    return lines.values_list("quantity", flat=True).first() or 0
