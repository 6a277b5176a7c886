"""What can stand for a product, what goes with it: links read from the end of the product asked for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from catalog.enums import AnalogueKind, Match
from catalog.models import Analogue, Product
from catalog.queries.listing import Listing, Row, list_products
from catalog.queries.products import products_named

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# what is taken instead of the product; consumables and accessories are taken with it
_INSTEAD = (AnalogueKind.FULL, AnalogueKind.SUPERSEDED, AnalogueKind.FUNCTIONAL)
_FROM_THE_OTHER_END = {
    AnalogueKind.SUPERSEDED: _("supersedes it, may still be left"),
    AnalogueKind.CONSUMABLE: _("fits"),
    AnalogueKind.ACCESSORY: _("goes with"),
}


@dataclass(frozen=True)
class Link:
    """A link seen from one of its products: who the other is and how it stands to this one."""

    other_id: int
    kind: AnalogueKind
    is_reverse: bool
    differs_in: str
    is_vouched: bool

    @property
    def label(self) -> "_StrOrPromise":
        """How the other stands to this product, in words."""
        return _FROM_THE_OTHER_END[self.kind] if self.is_reverse else self.kind.label

    @property
    def is_instead(self) -> bool:
        return self.kind in _INSTEAD


@dataclass(frozen=True)
class AnalogueRow:
    """An analogue with its price and stock, compared by the unit with the product it is shown under."""

    link: Link
    row: Row
    difference: Decimal | None
    difference_gross: Decimal | None


@dataclass(frozen=True)
class Results:
    """Rows of a page of results; under one of them its analogues may be unfolded."""

    listing: Listing
    opened: Product | None = None
    analogues: tuple[AnalogueRow, ...] = ()


def links_of(actor: Actor, product_ids: Iterable[int]) -> dict[int, tuple[Link, ...]]:
    """Links of products to others that the actor may see; a product without links is absent. One query."""
    wanted = set(product_ids)
    rows = Analogue.objects.visible_to(actor).filter(Q(product__in=wanted) | Q(other__in=wanted))
    found: dict[int, list[Link]] = defaultdict(list)
    for product, other, kind, differs_in, vouched_at in rows.values_list(
        "product", "other", "kind", "differs_in", "vouched_at"
    ):
        one = AnalogueKind(kind)
        if product in wanted:
            found[product].append(Link(other, one, False, differs_in, vouched_at is not None))
        if other in wanted:
            found[other].append(Link(product, one, one in _FROM_THE_OTHER_END, differs_in, vouched_at is not None))
    return {product: tuple(links) for product, links in found.items()}


def list_results(
    actor: Actor, found: Sequence[tuple[Product, Match | None]], opened: UUID | None, at: datetime, asked: int = 0
) -> Results:
    """The facts of products as list_products(), how many can stand for each, and those of the opened one.

    At most 2 queries more than list_products().
    """
    links = links_of(actor, [product.pk for product, _match in found]) if found else {}
    instead = {pk: tuple(link for link in of if link.is_instead) for pk, of in links.items()}
    under = next((product for product, _match in found if product.uid == opened), None)
    shown = instead.get(under.pk, ()) if under else ()
    products = products_of(actor, shown)
    listing = list_products(actor, [*found, *((product, None) for product in products)], at, asked)
    hits = tuple(replace(row, analogues=len(instead.get(row.product.pk, ()))) for row in listing.rows[: len(found)])
    rest = [replace(row, place="analogue-") for row in listing.rows[len(found) :]]
    own = next((row for row in hits if row.product == under), None)
    rows = compared(own, rest, shown) if own else ()
    return Results(listing.with_rows(hits), under if rows else None, rows)


def products_of(actor: Actor, links: Iterable[Link]) -> list[Product]:
    """The products at the other end of links, in no order. One query, none without links."""
    pks = [link.other_id for link in links]
    if not pks:
        return []
    return list(products_named(actor).filter(pk__in=pks))


def compared(own: Row, rows: Iterable[Row], links: Iterable[Link]) -> tuple[AnalogueRow, ...]:
    """Rows at the other end of links, as they are offered: what is out never stands before what is in stock.

    Then by kind, full replacements first, then the cheaper. Prices of other units are not compared.
    """
    by_product = {row.product.pk: row for row in rows}
    pairs = [(link, by_product[link.other_id]) for link in links if link.other_id in by_product]
    pairs.sort(key=_offered)
    return tuple(AnalogueRow(link, row, *_difference(own, row)) for link, row in pairs)


def _offered(pair: tuple[Link, Row]) -> tuple[bool, int, bool, Decimal, str]:
    link, row = pair
    kinds = list(AnalogueKind)
    price = row.price.unit_gross if row.price else Decimal(0)
    rank = _INSTEAD.index(link.kind) if link.is_instead else len(_INSTEAD) + kinds.index(link.kind)
    return row.available < row.quantity, rank, row.price is None, price, row.product.article


def _difference(own: Row, row: Row) -> tuple[Decimal | None, Decimal | None]:
    if own.price is None or row.price is None or own.product.unit != row.product.unit or not own.price.unit_gross:
        return None, None
    more = row.price.unit_gross - own.price.unit_gross
    return more / own.price.unit_gross, more
