"""What one search box finds, best first, as products. The stages are those of catalog/queries/hit_set.py."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.actors import Actor
from catalog.articles import search_key, split_quantity
from catalog.enums import Match
from catalog.models import Product
from catalog.queries.assortment import seen_parameters
from catalog.queries.hit_set import CORRECTED, NUMBERED, RANK, hit_set, spelling
from catalog.queries.prepared import prepared
from catalog.queries.products import products_named
from catalog.queries.search_stages import MOST_HITS, NEAREST
from catalog.readings import LONGEST_QUERY, Readings, range_of

__all__ = ["LONGEST_QUERY", "MOST_HITS", "RANK", "Hit", "SearchResult", "search"]

_NEAREST = 6


@dataclass(frozen=True)
class Hit:
    """A product and why it was found."""

    product: Product
    match: Match


@dataclass(frozen=True)
class SearchResult:
    """What was found. `understood` differs from `literal`, what was typed, when a mistake was put right.

    `quantity` is the number at the end where the words before it are an article: «CF259X 5»; else 0.
    """

    literal: str
    understood: str
    hits: tuple[Hit, ...]
    has_more: bool = False
    nearest: tuple[Product, ...] = ()
    quantity: int = 0

    @property
    def is_corrected(self) -> bool:
        return self.understood != self.literal

    @cached_property
    def correction(self) -> Match | None:
        """Which mistake was put right."""
        return (
            next((hit.match for hit in self.hits if hit.match in CORRECTED), Match.LAYOUT)
            if self.is_corrected
            else None
        )

    @property
    def wanted(self) -> str:
        """What was understood, without the quantity."""
        has_quantity = self.quantity and not self.is_corrected
        return split_quantity(self.literal)[0] if has_quantity else self.understood

    @cached_property
    def exact(self) -> tuple[Hit, ...]:
        """The hits that are what was asked for: one, or several products that bear the same article or number."""
        best = self.hits[0].match if self.hits else Match.NAME
        same = tuple(hit for hit in self.hits if hit.match == best)
        if best == Match.LAYOUT:
            return tuple(hit for hit in same if hit.product.key == search_key(self.wanted))
        spelled = tuple(hit for hit in same if spelling(hit.product.article) == spelling(self.wanted))
        return (spelled or same) if best in NUMBERED else ()

    @cached_property
    def counts(self) -> Counter[Match]:
        """Hits shown by why they were found."""
        return Counter(hit.match for hit in self.hits)


def search(actor: Actor, query: str, *, limit: int = 20, is_literal: bool = False) -> SearchResult:
    """Finds products for a buyer, best match first; `is_literal` puts no mistake right. 1 to 10 queries.

    Any text is safe: it is cut to 200 characters, invisible characters go. Sorting of equal matches: the spelling as
    typed first, then by article.
    """
    limit = max(1, min(limit, MOST_HITS))
    found = hit_set(actor, query, is_literal=is_literal, most=limit)
    products = _visible(actor, (hit.product_id for hit in found.ranked))
    hits = tuple(Hit(products[hit.product_id], hit.match) for hit in found.ranked if hit.product_id in products)
    return SearchResult(
        found.literal,
        found.understood,
        hits,
        bool(hits) and not found.is_whole,
        () if hits else nearest(actor, found.literal),
        found.quantity,
    )


def nearest(actor: Actor, query: str) -> tuple[Product, ...]:
    """Articles that begin as three quarters or half of the query does, for the page that found nothing."""
    begins = Readings.of(query).nearest
    if not begins:
        return ()
    (longer_low, longer_high), (shorter_low, shorter_high) = map(range_of, begins)
    bounds = {"longer_low": longer_low, "longer_high": longer_high}
    bounds |= {"shorter_low": shorter_low, "shorter_high": shorter_high}
    rows = prepared(NEAREST, {**seen_parameters(actor), **bounds, "most": _NEAREST})
    products = _visible(actor, (pk for pk, *_rest in rows))
    return tuple(products[pk] for pk in dict.fromkeys(pk for pk, *_rest in rows) if pk in products)


def _visible(actor: Actor, pks: Iterable[int]) -> dict[int, Product]:
    return {product.pk: product for product in products_named(actor).filter(pk__in=list(pks))}
