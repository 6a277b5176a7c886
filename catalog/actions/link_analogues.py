"""Link products, many pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.await_stock import lock_products
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Product
from catalog.models.analogue import SYMMETRIC

_UPDATE = """
    UPDATE catalog_analogue AS link
       SET product_id = said.product, other_id = said.other, kind = said.kind, differs_in = said.differs_in,
           vouched_by_id = %s, vouched_at = %s
      FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
        AS said (id, product, other, kind, differs_in)
     WHERE link.id = said.id
"""


class LinkedToItself(RuleBroken):
    """A product was given as its own analogue."""

    message = _("A product is no analogue of itself.")
    code = "linked_to_itself"


@dataclass(frozen=True)
class Link:
    """How `other` stands to `product`."""

    product: Product
    other: Product
    kind: AnalogueKind
    differs_in: str = ""

    @property
    def pair(self) -> frozenset[int]:
        """Both ends, whichever way the link is written."""
        return frozenset((self.product.pk, self.other.pk))


def link_analogues(*, links: Sequence[Link], by: Actor, at: datetime) -> list[Analogue]:
    """Says how products stand to each other; a link that two had before is replaced. A person vouches for his links.

    Of two sayings about one pair the last one holds. A fixed number of queries. Raises LinkedToItself. Locks:
    the products by primary key, so that two writers of one pair wait for each other.
    """
    if any(len(link.pair) == 1 for link in links):
        raise LinkedToItself
    said = {link.pair: _in_order(link) for link in links}
    pks = {pk for pair in said for pk in pair}
    with change(by, at):
        lock_products(pks)
        rows = Analogue.objects.filter(product__in=pks, other__in=pks)
        known = {frozenset((row.product_id, row.other_id)): row.pk for row in rows}
        _replace({known[pair]: link for pair, link in said.items() if pair in known}, by, at)
        Analogue.objects.bulk_create(_row(link, by, at) for pair, link in said.items() if pair not in known)
        found = Analogue.objects.filter(product__in=pks, other__in=pks)
        return [row for row in found if frozenset((row.product_id, row.other_id)) in said]


def _in_order(link: Link) -> Link:
    """A symmetric pair is stored with the smaller key first."""
    if link.kind in SYMMETRIC and link.other.pk < link.product.pk:
        return Link(link.other, link.product, link.kind, link.differs_in)
    return link


def _row(link: Link, by: Actor, at: datetime) -> Analogue:
    return Analogue(
        product=link.product,
        other=link.other,
        kind=link.kind,
        differs_in=link.differs_in,
        vouched_by=by.user,
        vouched_at=at if by.user else None,
    )


def _replace(links: dict[int, Link], by: Actor, at: datetime) -> None:
    columns: list[list[Any]] = [
        list(links),
        [link.product.pk for link in links.values()],
        [link.other.pk for link in links.values()],
        [str(link.kind) for link in links.values()],
        [link.differs_in for link in links.values()],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [by.user.pk if by.user else None, at if by.user else None, *columns])
