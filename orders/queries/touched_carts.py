"""Open carts that hold some products: what a change of prices would touch."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Company
from orders.models import Cart, CartLine


@dataclass(frozen=True)
class TouchedCart:
    """A cart, and those of its lines that hold the products."""

    cart: Cart
    lines: tuple[CartLine, ...]


def touched_carts(companies: QuerySet[Company], product_ids: QuerySet[Any], most: int) -> tuple[list[TouchedCart], int]:
    """The carts of companies that hold any of the products, at most so many, and how many there are. 3 queries."""
    lines = CartLine.objects.filter(product_id__in=product_ids)
    carts = Cart.objects.filter(Exists(lines.filter(cart=OuterRef("pk"))), company__in=companies)
    shown = list(carts.select_related("company", "user").order_by("company__name", "pk")[:most])
    of_cart: dict[int, list[CartLine]] = {cart.pk: [] for cart in shown}
    touched = lines.filter(cart__in=list(of_cart)).select_related("product__brand", "product__category")
    for line in touched.order_by("pk"):
        of_cart[line.cart_id].append(line)
    return [TouchedCart(cart, tuple(of_cart[cart.pk])) for cart in shown], carts.count()
