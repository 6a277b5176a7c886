"""How often the search finds what was meant, over queries that a seeded generator makes of real articles.

A hit is a product with the target's printed article, whichever maker: the query does not name one.
"""

import random
from collections.abc import Iterator

from accounts.actors import Actor
from benchmarks._scratch import figure
from benchmarks._typing import KINDS, Typed
from catalog.articles import search_key
from catalog.enums import Match
from catalog.models import Product, SearchRow
from catalog.queries.hit_set import hit_set
from catalog.readings import range_of

LIMITS = {
    "case": (1, 0.99),
    "separators": (1, 0.99),
    "look_alikes": (1, 0.99),
    "lost_zeros": (1, 0.99),
    "layout": (1, 0.98),
    "prefix": (10, 0.90),
    "edit": (5, 0.93),
}
MOST_BEGUN = 10  # of so many products that begin alike each must be in sight
SHOWN = 20


def measure(actor: Actor, articles: list[str], count: int) -> None:
    """Prints a figure per kind: the share of targets among the first hits that its limit speaks of."""
    for kind, typed in KINDS.items():
        queries = list(_queries(kind, typed, articles, count))
        top, limit = LIMITS[kind]
        places = [_place(actor, query, article) for article, query in queries]
        share = _share(places, top)
        figure(
            f"quality.{kind}",
            share,
            f"in top {top}",
            target=f">= {limit}",
            ratio_to_limit=round(share / limit, 3),
            queries=len(queries),
            top_1=round(_share(places, 1), 3),
            top_5=round(_share(places, 5), 3),
            top_20=round(_share(places, SHOWN), 3),
        )


def _queries(kind: str, typed: Typed, articles: list[str], count: int) -> Iterator[tuple[str, str]]:
    """Targets with what was typed for them; a kind that cannot be made of an article takes the next one."""
    dice, made = random.Random(kind), 0
    for article in random.Random(11).sample(articles, len(articles)):
        query = typed(dice, article)
        if made < count and query and (kind != "prefix" or _begin_so(query) <= MOST_BEGUN):
            made += 1
            yield article, query
        if made == count:
            return


def _begin_so(query: str) -> int:
    """How many articles begin so."""
    low, high = range_of(search_key(query))
    if low is None:
        return MOST_BEGUN + 1
    rows = SearchRow.objects.extra(where=["key ~>=~ %s AND key ~<~ %s"], params=[low, high])
    return rows.order_by()[: MOST_BEGUN + 1].count()


def _place(actor: Actor, query: str, article: str) -> int | None:
    """Where the target stands among the hits, from 0."""
    ranked = hit_set(actor, query, most=SHOWN).ranked
    printed = dict(Product.objects.filter(pk__in=[hit.product_id for hit in ranked]).values_list("pk", "article"))
    found = [
        printed[hit.product_id] == article for hit in ranked if hit.match != Match.NAME or hit.product_id in printed
    ]
    return found.index(True) if True in found else None


def _share(places: list[int | None], top: int) -> float:
    return sum(place is not None and place < top for place in places) / max(1, len(places))
