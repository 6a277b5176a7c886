"""What came into the catalogue last."""

from accounts.actors import Actor
from catalog.models import Product
from catalog.queries.products import products_named


def newest_products(actor: Actor, limit: int = 10) -> list[Product]:
    """The last products that the actor may see. One query by primary key, whatever the size of the catalogue."""
    return list(products_named(actor).order_by("-pk")[:limit])
