"""Say how else buyers call makers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import Brand, BrandAlias


@dataclass(frozen=True)
class Alias:
    """A word for a maker."""

    brand: Brand
    word: str


def name_brands(*, aliases: Sequence[Alias], by: Actor, at: datetime) -> list[BrandAlias]:
    """Makes each word mean its maker, whomever it meant before, in any case of letters. A fixed number of queries.

    Search rows of both makers' goods become due.
    """
    said = {alias.word.lower(): alias for alias in aliases}
    with change(by, at):
        known = list(BrandAlias.objects.meant_by(said).select_for_update().order_by("pk"))
        same = {row.alias.lower() for row in known if row.brand_id == said[row.alias.lower()].brand.pk}
        BrandAlias.objects.filter(pk__in=[row.pk for row in known if row.alias.lower() not in same]).delete()
        rows = [BrandAlias(brand=one.brand, alias=one.word) for word, one in said.items() if word not in same]
        return BrandAlias.objects.bulk_create(rows)
