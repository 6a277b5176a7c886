"""Receive goods."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.move_stock import Move, move_stock
from catalog.enums import MovementKind
from catalog.models import Product, Stock, Warehouse


def receive_stock(*, product: Product, warehouse: Warehouse, quantity: int, by: Actor, at: datetime) -> Stock:
    """Adds pieces to a warehouse; makes the stock row when it is the product's first there. Returns it."""
    with change(by, at):
        stock, _ = Stock.objects.get_or_create(product=product, warehouse=warehouse)
        move_stock([Move(stock, MovementKind.RECEIPT, on_hand=quantity)], None, by, at)
        return stock
