"""Lock an order: after stock, before documents in the order of locks."""

from orders.models import Order


def lock_order(order: Order) -> Order:
    """Locks the order's row until the caller's transaction ends and returns it as it is now, with its company."""
    locked = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("company__account_manager__user")
    return locked.get(pk=order.pk)
