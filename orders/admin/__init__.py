"""The staff's pages on orders."""

from orders.admin import budget, delivery_method, history, order, thread

__all__ = ["budget", "delivery_method", "history", "order", "thread"]
