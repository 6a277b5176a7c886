"""Products side by side: prices and stock, then what they say of attributes, differences first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from catalog.queries.listing import Listing, list_products
from catalog.queries.products import products_named
from catalog.queries.typed_facts import typed_facts

MOST_COMPARED = 6


@dataclass(frozen=True)
class Compared:
    """One attribute with what each product says of it, "" for nothing."""

    name: str
    values: tuple[str, ...]

    @property
    def is_different(self) -> bool:
        """Whether they say more than one thing; silence is a difference here, as the buyer sees the gap."""
        return len({value.casefold() for value in self.values}) > 1


@dataclass(frozen=True)
class Comparison:
    """The products in the asked order, and their attributes."""

    listing: Listing
    attributes: tuple[Compared, ...]


def comparison(actor: Actor, uids: Iterable[UUID], at: datetime) -> Comparison:
    """What at most six products that the actor sees are and say; others are left out. At most 6 queries."""
    wanted = list(dict.fromkeys(uids))[:MOST_COMPARED]
    by_uid = {product.uid: product for product in products_named(actor).filter(uid__in=wanted)}
    products = [by_uid[uid] for uid in wanted if uid in by_uid]
    typed = typed_facts(product.pk for product in products)
    names = [name for product in products for name in (*typed.get(product.pk, ()), *product.attributes)]
    rows = [
        Compared(name, tuple(str(product.attributes.get(name, "")) for product in products))
        for name in dict.fromkeys(names)
    ]
    rows.sort(key=lambda row: not row.is_different)
    return Comparison(list_products(actor, [(product, None) for product in products], at), tuple(rows))
