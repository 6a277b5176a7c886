"""Budgets and the orders that they pay for."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Company, CostCentre
from catalog.models import Category, Product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.models import Budget, Order
from tests.factories.catalog import make_price, make_product, make_stock

_numbers = count(1)


def make_budget(company: Company, amount: str = "10000", **fields: Any) -> Budget:
    """A soft budget of a month for everything that the company orders."""
    defaults = {"name": f"Budget {next(_numbers)}", "period": "month", "valid_from": date(2026, 1, 1)}
    return Budget.objects.create(company=company, amount_gross=Decimal(amount), **{**defaults, **fields})


def make_priced(gross: str = "1000", pieces: int = 50, category: Category | None = None) -> Product:
    """A product that costs so much with VAT, with stock."""
    product = make_product()
    if category:
        product.category = category
        product.save()
    make_price(product, gross)
    make_stock(product, pieces)
    return product


def order_of(
    actor: Actor, *products: Product, at: datetime | None = None, cost_centre: CostCentre | None = None
) -> Order:
    """An order of one piece of each product, placed by the action, without delivery."""
    now = at or timezone.now()
    for product in products:
        change_cart_line(product=product, quantity=1, by=actor, at=now)
    return place_order(key=uuid.uuid4(), by=actor, at=now, cost_centre=cost_centre)
