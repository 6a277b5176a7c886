"""Single products."""

from uuid import UUID

from accounts.actors import Actor
from catalog.models import Product


def visible_product(actor: Actor, uid: UUID) -> Product | None:
    """The product with its brand if the actor may see it, else None. One query."""
    return Product.objects.visible_to(actor).select_related("brand").filter(uid=uid).first()
