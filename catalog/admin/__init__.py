"""The staff's pages on products, prices and stock."""

from catalog.admin import (
    analogue_candidates,
    analogues,
    assortment,
    imports,
    lost_demand,
    prices,
    products,
    stock,
    transit,
    versions,
)

__all__ = [
    "analogue_candidates",
    "analogues",
    "assortment",
    "imports",
    "lost_demand",
    "prices",
    "products",
    "stock",
    "transit",
    "versions",
]
