"""The staff's pages on orders."""

from orders.admin import order

__all__ = ["order"]
