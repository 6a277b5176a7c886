"""The staff's pages on orders."""

from orders.admin import delivery_method, history, order, thread

__all__ = ["delivery_method", "history", "order", "thread"]
