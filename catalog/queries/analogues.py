"""What can stand for a product, what goes with it: links read from the end of the product asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from catalog.differences import ByMeasure, Difference, Facts, by_measure, differences
from catalog.enums import AnalogueKind, Match
from catalog.models import Product
from catalog.models.analogue import INSTEAD
from catalog.queries.assortment import seen, seen_parameters
from catalog.queries.listing import Listing, Row, list_products
from catalog.queries.prepared import prepared
from catalog.queries.prices import ShownLists
from catalog.queries.products import products_named
from catalog.queries.typed_facts import typed_facts

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_FROM_THE_OTHER_END = {
    AnalogueKind.SUPERSEDED: _("supersedes it, may still be left"),
    AnalogueKind.CONSUMABLE: _("fits"),
    AnalogueKind.ACCESSORY: _("goes with"),
    AnalogueKind.KIT: _("part of the kit"),
}


_END = f"""
    SELECT link.{{own}}_id, link.{{far}}_id, link.kind, {{is_stored_so}}, link.differs_in, link.vouched_at,
           coalesce((SELECT full_name FROM accounts_user WHERE id = link.vouched_by_id), '')
      FROM catalog_analogue AS link JOIN catalog_product AS product ON product.id = link.{{far}}_id
     WHERE link.{{own}}_id = ANY (%(wanted)s::bigint[]) AND product.is_on_sale AND {{seen}}
       AND (link.kind <> ALL (%(instead)s::text[]) OR %(policy)s::text = '{ReplacementPolicy.ASK}'
            OR %(policy)s::text = '{ReplacementPolicy.SAME_BRAND}'
               AND product.brand_id = (SELECT brand_id FROM catalog_product WHERE id = link.{{own}}_id))
"""
_LINKS = " UNION ALL ".join(
    _END.format(own=own, far=far, is_stored_so=is_stored_so, seen=seen(is_prepared=True))
    for own, far, is_stored_so in (("product", "other", "true"), ("other", "product", "false"))
)


@dataclass(frozen=True)
class Link:
    """A link seen from one of its products: who the other is, how it stands to this one, who of our staff says so."""

    other_id: int
    kind: AnalogueKind
    is_reverse: bool
    differs_in: str
    vouched_at: datetime | None
    vouched_by: str = ""

    @property
    def label(self) -> "_StrOrPromise":
        """How the other stands to this product, in words."""
        return _FROM_THE_OTHER_END[self.kind] if self.is_reverse else self.kind.label

    @property
    def is_instead(self) -> bool:
        return self.kind in INSTEAD


@dataclass(frozen=True)
class AnalogueRow:
    """An analogue with its price and stock, compared by the unit with the product it is shown under.

    `by_measure` compares by page, metre or piece, where that says something else; `differs` by attributes.
    """

    link: Link
    row: Row
    difference: Decimal | None
    difference_gross: Decimal | None
    by_measure: ByMeasure | None = None
    differs: tuple[Difference, ...] = ()

    @property
    def is_out(self) -> bool:
        """Whether fewer are free than the row offers to add."""
        return self.row.available < self.row.quantity


@dataclass(frozen=True)
class Offer:
    """What can be taken instead: `rows` are offered; what is out while another is in stock stands back in `out`."""

    rows: tuple[AnalogueRow, ...] = ()
    out: tuple[AnalogueRow, ...] = ()

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.out)

    @property
    def has_stock(self) -> bool:
        """Whether any of it is in stock."""
        return any(not one.is_out for one in self.rows)


@dataclass(frozen=True)
class Results:
    """Rows of a page of results; under one of them its analogues may be unfolded, those that are `out` only counted."""

    listing: Listing
    opened: Product | None = None
    analogues: tuple[AnalogueRow, ...] = ()
    out: tuple[AnalogueRow, ...] = ()


def links_of(actor: Actor, product_ids: Iterable[int]) -> dict[int, tuple[Link, ...]]:
    """Links of products to others that may be offered to the actor; a product without links is absent. One query.

    Offered is what the actor sees and his company's replacement policy allows: every page of analogues asks here.
    Whether he sees the products themselves is the caller's matter: what left his assortment may still be replaced.
    """
    policy = actor.company.replacement_policy if actor.company else ReplacementPolicy.ASK
    facts = {"wanted": list(set(product_ids)), "instead": [str(kind) for kind in INSTEAD], "policy": str(policy)}
    found: dict[int, list[Link]] = defaultdict(list)
    for product, other, kind, is_stored_so, *said in prepared(_LINKS, {**facts, **seen_parameters(actor)}):
        one = AnalogueKind(kind)
        found[product].append(Link(other, one, not is_stored_so and one in _FROM_THE_OTHER_END, *said))
    return {product: tuple(links) for product, links in found.items()}


def list_results(
    actor: Actor,
    found: Sequence[tuple[Product, Match | None]],
    opened: UUID | None,
    at: datetime,
    asked: int = 0,
    lists: ShownLists | None = None,
) -> Results:
    """The facts of products as list_products(), how many can stand for each, and those of the opened one.

    At most 3 queries more than list_products().
    """
    links = links_of(actor, [product.pk for product, _match in found]) if found else {}
    instead = {pk: tuple(link for link in of if link.is_instead) for pk, of in links.items()}
    under = next((product for product, _match in found if product.uid == opened), None)
    shown = instead.get(under.pk, ()) if under else ()
    products = products_of(actor, shown)
    listing = list_products(actor, [*found, *((product, None) for product in products)], at, asked, lists)
    hits = tuple(replace(row, analogues=len(instead.get(row.product.pk, ()))) for row in listing.rows[: len(found)])
    rest = [replace(row, place="analogue-") for row in listing.rows[len(found) :]]
    own = next((row for row in hits if row.product == under), None)
    rows = compared(own, rest, shown) if own else ()
    offer = offer_of(rows)
    return Results(listing.with_rows(hits), under if rows else None, offer.rows, offer.out)


def products_of(actor: Actor, links: Iterable[Link]) -> list[Product]:
    """The products at the other end of links, in no order. One query, none without links."""
    pks = [link.other_id for link in links]
    if not pks:
        return []
    return list(products_named(actor).filter(pk__in=pks))


def compared(own: Row, rows: Sequence[Row], links: Iterable[Link]) -> tuple[AnalogueRow, ...]:
    """Rows at the other end of links, in the order in which they are offered, the ones in stock first.

    Then by kind, full replacements first, then the cheaper. Prices of other units are not compared. One query, none
    without rows.
    """
    by_product = {row.product.pk: row for row in rows}
    pairs = [(link, by_product[link.other_id]) for link in links if link.other_id in by_product]
    pairs.sort(key=_offered)
    facts = typed_facts([own.product.pk, *by_product]) if pairs else {}
    return tuple(_compared(own, link, row, facts) for link, row in pairs)


def offer_of(rows: Sequence[AnalogueRow]) -> Offer:
    """Never offers what is out while another is in stock: that stands back."""
    there = tuple(one for one in rows if not one.is_out)
    return Offer(there, tuple(one for one in rows if one.is_out)) if there else Offer(tuple(rows))


def _offered(pair: tuple[Link, Row]) -> tuple[bool, int, bool, Decimal, str]:
    link, row = pair
    kinds = list(AnalogueKind)
    price = row.price.unit_gross if row.price else Decimal(0)
    rank = INSTEAD.index(link.kind) if link.is_instead else len(INSTEAD) + kinds.index(link.kind)
    return row.available < row.quantity, rank, row.price is None, price, row.product.article


def _compared(own: Row, link: Link, row: Row, facts: Mapping[int, Facts]) -> AnalogueRow:
    typed = facts.get(own.product.pk, {}), facts.get(row.product.pk, {})
    difference, gross = _difference(own, row)
    measured = None
    if link.is_instead and own.price and row.price:
        measured = by_measure(*typed, own.price.unit_gross, row.price.unit_gross)
    if measured and measured.difference == difference:
        measured = None
    differs = differences(own.product.attributes, row.product.attributes, typed) if link.is_instead else []
    return AnalogueRow(link, row, difference, gross, measured, tuple(differs))


def _difference(own: Row, row: Row) -> tuple[Decimal | None, Decimal | None]:
    if own.price is None or row.price is None or own.product.unit != row.product.unit or not own.price.unit_gross:
        return None, None
    more = row.price.unit_gross - own.price.unit_gross
    return more / own.price.unit_gross, more
