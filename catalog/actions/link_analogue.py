"""Link two products."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Product
from catalog.models.analogue import SYMMETRIC


class LinkedToItself(RuleBroken):
    """A product was given as its own analogue."""

    message = _("A product is no analogue of itself.")
    code = "linked_to_itself"


def link_analogue(
    *, product: Product, other: Product, kind: AnalogueKind, differs_in: str = "", by: Actor, at: datetime
) -> Analogue:
    """Says how `other` stands to `product`; a link the two had before is replaced. A person vouches for what he links.

    Raises LinkedToItself. Locks: both products by primary key, so that two writers of one pair wait for each other.
    """
    if product.pk == other.pk:
        raise LinkedToItself
    if kind in SYMMETRIC and other.pk < product.pk:
        product, other = other, product
    with change(by, at):
        pair = Product.objects.select_for_update(no_key=True).filter(pk__in=[product.pk, other.pk])
        list(pair.order_by("pk").values("pk"))
        said = {
            "product": product,
            "other": other,
            "kind": kind,
            "differs_in": differs_in,
            "vouched_by": by.user,
            "vouched_at": at if by.user else None,
        }
        known = Analogue.objects.between(product, other).first()
        if known is None:
            return Analogue.objects.create(**said)
        Analogue.objects.filter(pk=known.pk).update(**said)
        return Analogue.objects.get(pk=known.pk)
