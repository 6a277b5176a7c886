"""What one search box finds, best first. Keys find, they never identify: an exact spelling ranks before its key.

At most four stages, one SQL query each; a later one runs only while there are too few hits: by article and number, by
what may have been mistyped (only if nothing was exact), by words, and the nearest articles when nothing was found. Each
branch of a UNION ALL has a LIMIT and PostgreSQL runs the branches in order and stops when it has enough.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from accounts.actors import Actor
from catalog.articles import edit_one_keys, layout_key, printed, search_key, split_quantity, variants
from catalog.enums import Match
from catalog.models import Product
from catalog.queries.assortment import seen, seen_parameters
from catalog.queries.products import products_named

LONGEST_QUERY = 200
MOST_WORDS = 12
MOST_HITS = 200  # paging is bounded: nobody reads on, and page 10 must cost what page 1 costs
RANKED_WORD_HITS = 500  # ts_rank reads every text it ranks
NEAREST = 6
SHORTEST_PART = 3
SHORTEST_TYPO = 4
SHORTEST_WORD_PREFIX = 3
_WORDS = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
RANK = {match.value: rank for rank, match in enumerate(Match)}
_EXACT = frozenset({Match.EXACT, Match.OWN_CODE, Match.EAN, Match.OE, Match.CROSS, Match.SUPERSEDED})
CORRECTED = frozenset({Match.LAYOUT, Match.VARIANT, Match.TYPO})

_SEEN = "is_on_sale AND " + seen("id", "brand_id", "category_id")
_PRODUCT_SEEN = "product.is_on_sale AND " + seen()
_BY_ARTICLE = f"""
    (SELECT id, 'exact' AS match FROM catalog_product AS product WHERE key = %(key)s AND {_SEEN}
      ORDER BY upper(article) <> upper(%(typed)s),
               NOT EXISTS (SELECT FROM catalog_stock WHERE product_id = product.id AND on_hand > reserved),
               article, id
      LIMIT %(most)s)
    UNION ALL
    (SELECT product_id, 'own_code'
       FROM catalog_companyproduct AS own JOIN catalog_product AS product ON product.id = own.product_id
      WHERE own.company_id = %(company)s AND own.key = %(key)s AND {_PRODUCT_SEEN} ORDER BY product_id LIMIT %(most)s)
    UNION ALL
    (SELECT product_id, kind
       FROM catalog_articlenumber AS other JOIN catalog_product AS product ON product.id = other.product_id
      WHERE other.key = %(key)s AND {_PRODUCT_SEEN} ORDER BY product_id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'prefix'
       FROM (SELECT id, key, article FROM catalog_product
              WHERE key LIKE %(prefix)s AND key <> %(key)s AND {_SEEN}
              ORDER BY key USING ~<~ LIMIT {MOST_HITS}) AS begun
      ORDER BY NOT starts_with(upper(article), upper(%(typed)s)), key USING ~<~, id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'part' FROM catalog_product
      WHERE key LIKE %(part)s AND key NOT LIKE %(prefix)s AND {_SEEN} AND %(has_part)s LIMIT %(most)s)
    LIMIT %(most)s
"""
_BY_MISTAKE = f"""
    (SELECT id, 'layout' AS match FROM catalog_product WHERE key = ANY(%(layouts)s) AND {_SEEN}
      ORDER BY article, id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'layout' FROM catalog_product
      WHERE key LIKE %(layout_prefix)s AND key <> ALL(%(layouts)s) AND {_SEEN}
      ORDER BY key USING ~<~, id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'variant' FROM catalog_product WHERE key = ANY(%(variants)s) AND {_SEEN}
      ORDER BY array_position(%(variants)s, key::text), id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'typo' FROM catalog_product WHERE key = ANY(%(typos)s) AND {_SEEN}
      ORDER BY abs(length(key) - length(%(key)s)), key, id LIMIT %(most)s)
    LIMIT %(most)s
"""
_WORD_QUERY = "plainto_tsquery('russian', %(words)s) && to_tsquery('russian', %(last)s)"
_NAME = "to_tsvector('russian'::regconfig, COALESCE(product.name, ''))"
# words of the name; the name of a section; a maker's name alone; a maker's name and words of the name
_BY_NAME = f"""
    (SELECT id, 'name' AS match
       FROM (SELECT product.id, product.name FROM catalog_product AS product
              WHERE {_NAME} @@ ({_WORD_QUERY}) AND {_PRODUCT_SEEN} LIMIT {RANKED_WORD_HITS}) AS product
      ORDER BY ts_rank({_NAME}, ({_WORD_QUERY})) DESC, id LIMIT %(most)s)
    UNION ALL
    (SELECT product.id, 'name' FROM catalog_product AS product
      WHERE {_PRODUCT_SEEN} AND product.category_id = ANY(ARRAY(
            SELECT id FROM catalog_category WHERE to_tsvector('russian', name) @@ ({_WORD_QUERY})))
      LIMIT %(most)s)
    UNION ALL
    (SELECT product.id, 'name' FROM catalog_product AS product
      WHERE {_PRODUCT_SEEN} AND product.brand_id = ANY(ARRAY(
            SELECT id FROM catalog_brand WHERE lower(name) LIKE %(brand)s))
      LIMIT %(most)s)
    UNION ALL
    (SELECT product.id, 'name'
       FROM unnest(%(brands)s::text[], %(rests)s::text[]) AS reading (brand, rest)
       JOIN catalog_brand AS brand ON lower(brand.name) LIKE reading.brand
       JOIN catalog_product AS product ON product.brand_id = brand.id AND {_PRODUCT_SEEN}
                                      AND {_NAME} @@ to_tsquery('russian', reading.rest)
      LIMIT %(most)s)
    LIMIT %(most)s
"""
# a query of several words: those that are somebody's article, first where the other words name its maker; and the
# whole query but for a quantity at its end, as any number by which a product is known
_BY_WORD_ARTICLE = f"""
    (SELECT product.id, 'exact' AS match
       FROM catalog_product AS product JOIN catalog_brand AS brand ON brand.id = product.brand_id
      WHERE product.key = ANY(%(keys)s) AND {_PRODUCT_SEEN}
      ORDER BY lower(brand.name) = ANY(%(lowered)s) DESC, array_position(%(keys)s, product.key::text), product.id
      LIMIT %(most)s)
    UNION ALL
    (SELECT product_id, 'own_code'
       FROM catalog_companyproduct AS own JOIN catalog_product AS product ON product.id = own.product_id
      WHERE own.company_id = %(company)s AND own.key = %(wanted)s AND {_PRODUCT_SEEN}
      ORDER BY product_id LIMIT %(most)s)
    UNION ALL
    (SELECT product_id, kind
       FROM catalog_articlenumber AS other JOIN catalog_product AS product ON product.id = other.product_id
      WHERE other.key = %(wanted)s AND {_PRODUCT_SEEN}
      ORDER BY product_id LIMIT %(most)s)
    LIMIT %(most)s
"""
_NEAREST = f"""
    (SELECT id, 'part' AS match FROM catalog_product
      WHERE key LIKE %(longer)s AND {_SEEN} ORDER BY key USING ~<~, id LIMIT %(most)s)
    UNION ALL
    (SELECT id, 'part' FROM catalog_product
      WHERE key LIKE %(shorter)s AND {_SEEN} ORDER BY key USING ~<~, id LIMIT %(most)s)
    LIMIT %(most)s
"""


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
        return next((hit.match for hit in self.hits if hit.match in CORRECTED), None) if self.is_corrected else None

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
        spelled = tuple(hit for hit in same if _spelling(hit.product.article) == _spelling(self.wanted))
        return (spelled or same) if best in _EXACT else ()

    @cached_property
    def counts(self) -> Counter[Match]:
        """Hits shown by why they were found."""
        return Counter(hit.match for hit in self.hits)


def search(actor: Actor, query: str, *, limit: int = 20, is_literal: bool = False) -> SearchResult:
    """Finds products for a buyer, best match first; `is_literal` puts no mistake right. 1 to 5 queries.

    Any text is safe: it is cut to 200 characters, invisible characters go. Sorting of equal matches: the spelling as
    typed first, then by article.
    """
    literal = printed(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip()
    limit = max(1, min(limit, MOST_HITS))
    found = _Found(actor, limit + 1)
    quantity = _find(literal, found, is_literal)
    products = _visible(actor, found.matches)
    hits = [Hit(products[pk], match) for pk, match in found.matches.items() if pk in products]
    spelling = _spelling(literal)
    hits.sort(key=lambda hit: (RANK[hit.match], _spelling(hit.product.article) != spelling))
    nearest = () if hits else _nearest(actor, literal)
    return SearchResult(
        literal,
        _understood(literal, hits),
        tuple(hits[:limit]),
        len(hits) > limit,
        nearest,
        quantity if _is_meant(quantity, literal, hits) else 0,
    )


class _Found:
    """Hits so far, in the order found; a product counts by its first match."""

    def __init__(self, actor: Actor, most: int) -> None:
        self.most = most
        self._whose = seen_parameters(actor)
        self.matches: dict[int, Match] = {}

    @property
    def missing(self) -> int:
        return self.most - len(self.matches)

    @property
    def is_exact(self) -> bool:
        return any(match in _EXACT for match in self.matches.values())

    def run(self, sql: str, facts: dict[str, str | int | bool | list[str] | None]) -> None:
        """Runs one stage if there is room."""
        if self.missing <= 0:
            return
        with connection.cursor() as cursor:
            cursor.execute(sql, {**facts, **self._whose, "most": self.most})
            rows: Sequence[tuple[int, str]] = cursor.fetchall()
        for pk, match in sorted(rows, key=lambda row: RANK[row[1]]):
            if self.missing > 0:
                self.matches.setdefault(pk, Match(match))


def _find(literal: str, found: _Found, is_literal: bool) -> int:
    """Fills `found`; returns the number at the end of the query unless the query with it is somebody's article."""
    key, words = search_key(literal), _WORDS.findall(literal)[:MOST_WORDS]
    wanted, quantity = split_quantity(literal)
    if key:
        found.run(
            _BY_ARTICLE,
            {
                "key": key,
                "typed": literal,
                "prefix": f"{key}%",
                "part": f"%{key}%",
                "has_part": len(key) >= SHORTEST_PART,
            },
        )
    if found.is_exact:
        quantity = 0
    elif len(words) > 1:
        keys = [word_key for word in literal.split() if len(word_key := search_key(word)) >= SHORTEST_TYPO]
        if quantity:
            keys.insert(0, search_key(wanted))
        lowered = [word.lower() for word in literal.split()]
        own = keys[0] or None if quantity else None
        found.run(_BY_WORD_ARTICLE, {"keys": keys, "lowered": lowered, "wanted": own})
    if key and not found.is_exact and not is_literal:
        found.run(_BY_MISTAKE, _mistakes(literal, key, has_hits=bool(found.matches)))
    if words:
        found.run(_BY_NAME, _word_query(words))
    return quantity


def _is_meant(quantity: int, literal: str, hits: Sequence[Hit]) -> bool:
    """Whether the number at the end is a quantity: it is none where it is, or belongs to, what was found."""
    if not quantity or not hits or hits[0].match not in _EXACT | CORRECTED:
        return False
    return hits[0].product.key not in (search_key(literal.split()[-1]), search_key(literal), *_layouts(literal)[:1])


def _layouts(literal: str) -> list[str]:
    """The keys of a query typed in the other keyboard layout: as a whole, then without a quantity at its end."""
    if not _CYRILLIC.search(literal):
        return []
    read = (layout_key(text) for text in (literal, split_quantity(literal)[0]))
    return [key for key in dict.fromkeys(read) if key and key != search_key(literal)]


def _mistakes(literal: str, key: str, *, has_hits: bool) -> dict[str, str | int | bool | list[str] | None]:
    """Readings of a mistyped query. One wrong character is looked for only where nothing else was found."""
    layouts = _layouts(literal)
    wanted, quantity = split_quantity(literal)
    is_one_word = " " not in wanted
    if quantity:
        key = search_key(wanted)
    typos = edit_one_keys(key) if not has_hits and is_one_word and len(key) >= SHORTEST_TYPO else []
    return {
        "key": key,
        "layouts": layouts,
        "layout_prefix": f"{layouts[0]}%" if layouts and len(layouts[0]) >= SHORTEST_PART else None,
        "variants": list(variants(wanted)) if is_one_word else [],
        "typos": typos,
    }


def _word_query(words: Sequence[str]) -> dict[str, str | int | bool | list[str] | None]:
    """All words, the last as a prefix: only letters and digits are left, so nothing in them is an operator.

    Beside it the readings of the same words as a maker's name, alone or with words of the name.
    """
    *first, last = words
    last_as_prefix = f"{last}:*" if len(last) >= SHORTEST_WORD_PREFIX else last
    makers = [(word, [*words[:place], *words[place + 1 :]]) for place, word in enumerate(words) if len(word) > 1]
    return {
        "words": " ".join(first),
        "last": last_as_prefix,
        "brand": f"{'%'.join(words).lower()}%" if len("".join(words)) > 1 else None,
        "brands": [f"{word.lower()}%" for word, rest in makers if rest],
        "rests": [" & ".join(rest) for _word, rest in makers if rest],
    }


def _visible(actor: Actor, pks: Iterable[int]) -> dict[int, Product]:
    return {product.pk: product for product in products_named(actor).filter(pk__in=list(pks))}


def _nearest(actor: Actor, literal: str) -> tuple[Product, ...]:
    """Articles that begin as three quarters or half of the query does, for the page that found nothing."""
    key = layout_key(literal) if _CYRILLIC.search(literal) else search_key(literal)
    found = _Found(actor, NEAREST)
    if len(key) >= 2 * SHORTEST_PART:
        found.run(_NEAREST, {"longer": f"{key[: len(key) * 3 // 4]}%", "shorter": f"{key[: len(key) // 2]}%"})
    return tuple(_visible(actor, found.matches).values()) if found.matches else ()


def _understood(literal: str, hits: Sequence[Hit]) -> str:
    """The article that the best hit bears, where a mistake was put right to find it; else what was typed."""
    if not hits or hits[0].match not in CORRECTED:
        return literal
    if hits[0].match == Match.LAYOUT:
        keys = _layouts(literal)
        return hits[0].product.article if hits[0].product.key in keys else keys[0]
    return hits[0].product.article


def _spelling(text: str) -> str:
    """An article as printed but for case and look-alike letters: separators stay."""
    return "".join(search_key(letter) or letter for letter in text)
