"""The staff's pages on orders."""

from orders.admin import approval, budget, delivery_method, history, order, thread

__all__ = ["approval", "budget", "delivery_method", "history", "order", "thread"]
