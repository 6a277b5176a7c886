"""The staff's pages on products, prices and stock."""

from catalog.admin import prices, products, stock

__all__ = ["prices", "products", "stock"]
