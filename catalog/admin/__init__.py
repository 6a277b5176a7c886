"""The staff's pages on products, prices and stock."""

from catalog.admin import analogues, prices, products, stock, transit, versions

__all__ = ["analogues", "prices", "products", "stock", "transit", "versions"]
