"""Which products bear an article that is spelled exactly so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.articles import search_key
from catalog.models import Product

MOST_MAKERS = 3


@dataclass(frozen=True)
class Spelled:
    """The products of one spelling: how many, who makes the first of them, and what one of them is."""

    count: int = 0
    makers: tuple[str, ...] = ()
    name: str = ""


def spelled(articles: Iterable[str]) -> dict[str, Spelled]:
    """Products by their printed article, exactly as it is spelled; one that no product bears is absent. One query."""
    asked = set(articles)
    rows = Product.objects.filter(key__in={search_key(article) for article in asked}, article__in=asked)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for article, maker, name in rows.order_by("brand__name").values_list("article", "brand__name", "name"):
        found[article].append((maker, name))
    return {
        article: Spelled(len(products), tuple(maker for maker, _name in products[:MOST_MAKERS]), products[0][1])
        for article, products in found.items()
    }
