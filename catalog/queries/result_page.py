"""One page of the found goods in the asked order. Page 500 costs what page 1 costs: it begins after a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.actors import Actor
from b2b_portal.core.uids import uid_of
from catalog.enums import Match, Sort
from catalog.models import Product
from catalog.narrowing import Narrowing
from catalog.queries.hit_set import HitSet
from catalog.queries.narrowed import Narrowed
from catalog.queries.products import products_named

_RANKED = "SELECT row.product_id FROM {source} WHERE {where} AND row.product_id = ANY (%(ranked)s)"
# what nobody may see is no place to begin after: where the list went on would tell of it
_SORTED = """
    WITH place AS MATERIALIZED (
        SELECT {value} AS value, row.product_id FROM {source}
         WHERE row.product_id = (SELECT id FROM catalog_product WHERE uid = %(after)s) AND {base})
    SELECT row.product_id FROM {source}
     WHERE {where} AND row.product_id <> ALL (%(passed)s)
       AND (NOT EXISTS (SELECT FROM place)
            OR ({value}, row.product_id) {beyond} (SELECT value, product_id FROM place))
     ORDER BY {value} {direction}, row.product_id {direction} LIMIT %(most)s
"""


@dataclass(frozen=True)
class Order:
    """How rows are sorted: the value, never NULL, and whether the largest comes first."""

    value: str
    is_down: bool = False
    is_priced: bool = False


# what has no price stands last both ways
ORDERS: Mapping[Sort, Order] = {
    Sort.PRICE: Order("coalesce(priced.unit_gross, 'infinity')", is_priced=True),
    Sort.PRICE_DOWN: Order("coalesce(priced.unit_gross, -1)", is_down=True, is_priced=True),
    Sort.STOCK: Order("row.stock_class"),
    Sort.NAME: Order("row.name_start"),
}
_MADE = Order("0::int")


@dataclass(frozen=True)
class ResultPage:
    """Products of one page, each with why it was found, and the place after which the next begins ("": no more)."""

    found: tuple[tuple[Product, Match | None], ...]
    after: str


def result_page(actor: Actor, hits: HitSet, shown: Narrowed, narrowing: Narrowing, size: int) -> ResultPage:
    """The page that begins after `narrowing.after`. At most 4 queries, whichever page it is.

    By match come the ranked hits, then the others in no order. A place that is odd, or of goods that are no longer
    there, begins the list anew. Prices do not sort where they may not be seen, or where the
    goods are too many to price.
    """
    order = ORDERS.get(narrowing.sort)
    if order and (not order.is_priced or shown.can_price):
        pks = _sorted(shown, order, narrowing.after, size)
    else:
        pks = _by_match(hits, shown, narrowing.after, size)
    matches = {hit.product_id: hit.match for hit in hits.ranked}
    products = {product.pk: product for product in products_named(actor).filter(pk__in=pks[:size])}
    found = tuple((products[pk], matches.get(pk)) for pk in pks[:size] if pk in products)
    return ResultPage(found, str(found[-1][0].uid) if found and len(pks) > size else "")


def found_products(shown: Narrowed, most: int) -> list[int]:
    """The ids of all that is found, in no order, at most so many. One query."""
    source = shown.source(is_priced=shown.needs_prices)
    return [pk for (pk,) in shown.fetch(f"SELECT row.product_id FROM {source} WHERE {shown.where()} LIMIT {most}")]


def _by_match(hits: HitSet, shown: Narrowed, after: str, size: int) -> list[int]:
    """The ranked hits, then, in the order of their making, what else was found."""
    ranked = [hit.product_id for hit in hits.ranked]
    kept = _kept(shown, ranked)
    last = _product_of(after)
    if last in kept:
        kept = kept[kept.index(last) + 1 :]
    elif last and not hits.is_whole:
        return _sorted(shown, _MADE, after, size, ranked)
    if len(kept) > size or hits.is_whole:
        return kept[: size + 1]
    return kept + _sorted(shown, _MADE, "", size - len(kept), ranked)


def _kept(shown: Narrowed, ranked: list[int]) -> list[int]:
    """The ranked hits that the ticks leave."""
    if not ranked:
        return []
    source = shown.source(is_priced=shown.needs_prices)
    left = {pk for (pk,) in shown.fetch(_RANKED.format(source=source, where=shown.where()), ranked=ranked)}
    return [pk for pk in ranked if pk in left]


def _sorted(shown: Narrowed, order: Order, after: str, size: int, passed: Sequence[int] = ()) -> list[int]:
    sql = _SORTED.format(
        value=order.value,
        source=shown.source(is_priced=order.is_priced or shown.needs_prices),
        base=shown.base,
        where=shown.where(),
        beyond="<" if order.is_down else ">",
        direction="DESC" if order.is_down else "",
    )
    return [pk for (pk,) in shown.fetch(sql, after=uid_of(after), passed=list(passed), most=size + 1)]


def _product_of(after: str) -> int | None:
    uid = uid_of(after)
    return Product.objects.filter(uid=uid).values_list("pk", flat=True).first() if uid else None
