"""Receive goods."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.await_stock import lock_products
from catalog.actions.move_stock import Move, move_stock
from catalog.actions.reserve_awaited import reserve_awaited
from catalog.actions.reserve_stock import lock_stocks
from catalog.enums import MovementKind
from catalog.models import Product, Stock, Transit, Warehouse


def receive_stock(*, product: Product, warehouse: Warehouse, quantity: int, by: Actor, at: datetime) -> Stock:
    """Adds pieces to a warehouse, takes them off what was on its way, and reserves them for those who wait.

    Makes the stock row when it is the product's first there; returns it. Locks: the product, its stock rows by primary
    key. Announces: awaited_arrived, once per holder that waited. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        lock_products([product.pk])
        stock, _ = Stock.objects.get_or_create(product=product, warehouse=warehouse)
        lock_stocks([product.pk])
        move_stock([Move(stock, MovementKind.RECEIPT, on_hand=quantity)], None, by, at)
        _take_off_transit(product, warehouse, quantity)
        reserve_awaited(product_ids=[product.pk], by=by, at=at)
        stock.refresh_from_db()
        return stock


def _take_off_transit(product: Product, warehouse: Warehouse, quantity: int) -> None:
    """What came is no longer on its way: the earliest day first, whatever day it was promised for."""
    for transit in Transit.objects.filter(product=product, warehouse=warehouse).order_by("expected_on"):
        taken = min(quantity, transit.quantity)
        quantity -= taken
        transit.quantity -= taken
        if transit.quantity:
            transit.save(update_fields=["quantity"])
        else:
            transit.delete()
        if not quantity:
            return
