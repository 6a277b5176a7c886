"""Products as rows, named as the asking company names them."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from catalog.models import CompanyProduct, Product


def products_named(actor: Actor) -> QuerySet[Product]:
    """What the actor may see, with brand, section, what his company calls it and how many it bought last, when."""
    own = CompanyProduct.objects.visible_to(actor).filter(product=OuterRef("pk"))
    return (
        Product.objects.visible_to(actor)
        .select_related("brand", "category")
        .annotate(
            own_code=Coalesce(Subquery(own.values("own_code")), Value("")),  # type: ignore[no-redef]  # defaults of others
            last_bought_at=Subquery(own.values("last_bought_at")),
            last_quantity=Subquery(own.values("last_quantity")),
        )
    )


def visible_product(actor: Actor, uid: UUID) -> Product | None:
    """The product with its brand if the actor may see it, else None. One query."""
    return Product.objects.visible_to(actor).select_related("brand").filter(uid=uid).first()
