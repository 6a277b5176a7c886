"""The staff's pages on products, prices and stock."""

from catalog.admin import analogues, imports, prices, products, stock, transit, versions

__all__ = ["analogues", "imports", "prices", "products", "stock", "transit", "versions"]
