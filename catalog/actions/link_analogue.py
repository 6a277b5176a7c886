"""Link two products."""

from datetime import datetime

from accounts.actors import Actor
from catalog.actions.link_analogues import Link, LinkedToItself, link_analogues
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Product

__all__ = ["LinkedToItself", "link_analogue"]


def link_analogue(
    *, product: Product, other: Product, kind: AnalogueKind, differs_in: str = "", by: Actor, at: datetime
) -> Analogue:
    """Says how `other` stands to `product`, as link_analogues does for many. Raises LinkedToItself."""
    return link_analogues(links=[Link(product, other, kind, differs_in)], by=by, at=at)[0]
