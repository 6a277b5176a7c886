"""Say what is on its way."""

from datetime import date, datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.await_stock import lock_products, promise_days
from catalog.models import Product, Transit, Warehouse


def expect_stock(
    *, product: Product, warehouse: Warehouse, quantity: int, expected_on: date, by: Actor, at: datetime
) -> None:
    """Sets how many pieces reach a warehouse on a day, 0 for none; those who wait get their days anew.

    Locks: the product. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        lock_products([product.pk])
        Transit.objects.filter(product=product, warehouse=warehouse, expected_on=expected_on).delete()
        if quantity:
            Transit.objects.create(product=product, warehouse=warehouse, expected_on=expected_on, quantity=quantity)
        promise_days([product.pk])
