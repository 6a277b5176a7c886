"""Builder functions for tests: plain rows where no verb exists, actions where one does."""

from tests.factories.accounts import make_actor, make_company, make_contract, make_seller, make_tier, make_user
from tests.factories.catalog import (
    hides,
    make_analogue,
    make_assortment,
    make_price,
    make_price_feed,
    make_price_list,
    make_product,
    make_product_file,
    make_rate,
    make_stock,
    make_transit,
    make_warehouse,
    shows,
)

__all__ = [
    "hides",
    "make_actor",
    "make_analogue",
    "make_assortment",
    "make_company",
    "make_contract",
    "make_price",
    "make_price_feed",
    "make_price_list",
    "make_product",
    "make_product_file",
    "make_rate",
    "make_seller",
    "make_stock",
    "make_tier",
    "make_transit",
    "make_user",
    "make_warehouse",
    "shows",
]
