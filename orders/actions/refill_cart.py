"""Put the goods of an order into the cart again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from catalog.quantities import orderable_for
from catalog.queries.assortment import is_offered
from orders.actions.change_cart_line import write_cart_lines
from orders.enums import LineKind
from orders.models import CartLine, Order


@dataclass(frozen=True)
class Refilled:
    """How many lines went into the cart, and the articles that are not offered any more."""

    lines: int
    left_out: Sequence[str]


def refill_cart(*, order: Order, by: Actor, at: datetime) -> Refilled:
    """Adds the live goods of an order to the actor's cart, in quantities in which they are sold now, at today's prices.

    Pressed twice it does not double them: what is there already is raised to the order's quantity. Raises NotAllowed.
    """
    with change(by, at):
        company, person = buyer_of(by)
        require(by, Permission.EDIT_CART, company)
        lines = order.lines.live().filter(kind=LineKind.GOODS).select_related("product__brand")
        there = dict(
            CartLine.objects.filter(cart__company=company, cart__user=person).values_list("product_id", "quantity")
        )
        added, left_out, missing = 0, [], {}
        for line in cast("QuerySet[Any]", lines.annotate(is_offered=is_offered(by))):
            product = line.product
            if product is None or not line.is_offered:
                left_out.append(line.article)
                continue
            quantity = orderable_for(line.quantity, product.pack_multiple, product.smallest_order)
            if there.get(product.pk, 0) < quantity:
                missing[product.pk] = quantity
            added += 1
        if missing:
            write_cart_lines(company, person, missing, at)
        return Refilled(added, tuple(left_out))
