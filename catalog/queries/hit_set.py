"""Everything a query finds: the best in order, bounded, and the whole as a condition for counting and sorting.

    found = hit_set(actor, "резистор 0603")
    found.ranked                             # at most 200, best first, each with why it was found
    f"SELECT count(*) FROM catalog_searchrow AS row WHERE {found.condition}", found.parameters

Keys find, they never identify: an exact spelling ranks before its key. At most seven stages, one or two statements
each; a later one runs only while there are too few hits. A query without a digit is words first, one with a digit an
article first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from accounts.actors import Actor
from catalog.articles import search_key
from catalog.enums import Match
from catalog.queries.assortment import seen_parameters
from catalog.queries.prepared import prepared
from catalog.queries.search_stages import (
    EXACT,
    IN_LAYOUT,
    IN_PART,
    IN_PREFIX,
    IN_RANKED,
    IN_WORDS,
    MISTAKE,
    MOST_HITS,
    NAMED,
    NUMBERS,
    PART,
    PREFIX,
    PREFIX_AS_PRINTED,
    VISIBLE,
    WORDS,
)
from catalog.readings import SHORTEST_PART, Readings, range_of

RANK = {match: rank for rank, match in enumerate(Match)}
NUMBERED = frozenset({Match.EXACT, Match.OWN_CODE, Match.EAN, Match.OE, Match.CROSS, Match.SUPERSEDED})
LITTLE, LONG_KEY = 4, 6  # so few hits may be others than what was meant, so long a key has few neighbours by chance
CORRECTED = frozenset({Match.LAYOUT, Match.VARIANT, Match.TYPO})


@dataclass(frozen=True)
class Ranked:
    """A product and why it was found; its article where it was found by a number or a mistake put right, else ""."""

    product_id: int
    match: Match
    article: str


@dataclass(frozen=True)
class HitSet:
    """What a query found. `understood` differs from `literal`, what was typed, when a mistake was put right.

    `condition` is SQL that holds for the rows of `catalog_searchrow AS row` that were found and that the actor sees;
    its `parameters` begin with hit_ or are those of seen_parameters(). An empty query finds all that the actor sees.
    `is_whole`: `ranked` holds everything. `quantity` is the number at the end of a query where the words before it are
    an article: «CF259X 5»; else 0.
    """

    literal: str
    understood: str
    quantity: int
    ranked: tuple[Ranked, ...]
    is_whole: bool
    condition: str
    parameters: Mapping[str, Any]


def hit_set(actor: Actor, query: str, *, is_literal: bool = False, most: int = MOST_HITS) -> HitSet:
    """Finds products for a buyer; `is_literal` puts no mistake right; at most `most` are ranked. 1 to 8 queries."""
    readings = Readings.of(query)
    found = _Found(seen_parameters(actor), max(1, min(most, MOST_HITS)) + 1)
    if readings.literal:
        _find(readings, found, is_literal)
        ranked = _in_order(readings, found)[: found.most - 1]
        condition, parameters = found.condition()
    else:
        ranked, condition, parameters = [], VISIBLE, {}
    return HitSet(
        readings.literal,
        _understood(readings, ranked, found.retyped),
        readings.wanted[1] if _is_quantity(readings, ranked) else 0,
        tuple(ranked),
        bool(readings.literal) and found.is_whole,
        condition,
        {**parameters, **found.seen},
    )


class _Found:
    """Hits so far, in the order found; a product counts by its first match. Beside them the whole, as a condition."""

    def __init__(self, seen: Mapping[str, int | None], most: int) -> None:
        self.seen = seen
        self.most = most
        self.hits: dict[int, Ranked] = {}
        self.is_whole = True
        self.pieces: dict[str, Mapping[str, Any]] = {}
        self.retyped = ""

    @property
    def is_exact(self) -> bool:
        return any(hit.match in NUMBERED for hit in self.hits.values())

    def room(self) -> bool:
        """Whether there is room; without, the ranked hits are not all."""
        has_room = len(self.hits) < self.most
        self.is_whole = self.is_whole and has_room
        return has_room

    def take(self, rows: Sequence[tuple[Any, ...]]) -> frozenset[Match]:
        """Adds the rows of a stage while there is room; returns why they were found."""
        for pk, match, article in rows:
            if pk not in self.hits and self.room():
                self.hits[pk] = Ranked(pk, Match(match), article)
        self.is_whole = self.is_whole and len(rows) < self.most
        return frozenset(Match(row[1]) for row in rows)

    def whole(self, piece: str, **parameters: Any) -> None:
        """Says of a reading that all it finds belongs to the whole, whether ranked or not."""
        self.pieces[piece] = parameters

    def condition(self) -> tuple[str, dict[str, Any]]:
        """SQL of the whole, of what is seen; ids alone where all are ranked, which is the quickest."""
        listed = [pk for pk, hit in self.hits.items() if self.is_whole or hit.match in NUMBERED | CORRECTED]
        pieces = {} if self.is_whole else self.pieces
        if not listed and not pieces:
            return "false", {}
        parts = ([IN_RANKED] if listed else []) + list(pieces)
        parameters = {name: value for facts in pieces.values() for name, value in facts.items()}
        return f"({' OR '.join(f'({part})' for part in parts)}) AND {VISIBLE}", {**parameters, "hit_ids": listed}


def _find(readings: Readings, found: _Found, is_literal: bool) -> None:
    """Runs the stages, the likelier first, while there is room."""
    if readings.key:
        _by_article(readings, found)
    if not found.is_exact and len(readings.words) > 1 and found.room():
        _by_numbers(readings, found)
    if readings.has_digit:
        _by_part(readings, found)
        _by_mistake(readings, found, is_literal)
        _by_words(readings.literal, found)
    else:
        _by_words(readings.literal, found)
        _by_part(readings, found)
        if not readings.layouts:  # a short word is one slip away from many an article
            _by_retyped(readings, found, is_literal)
        if not found.hits:
            _by_mistake(readings, found, is_literal)
    _by_retyped(readings, found, is_literal)


def _by_article(readings: Readings, found: _Found) -> None:
    low, high = range_of(readings.key)
    facts = {**found.seen, "typed": readings.literal, "most": found.most}
    rows = prepared(EXACT, {**facts, "key": readings.key})
    found.take(rows)
    is_cut = len(rows) == found.most
    if found.room():
        bounds = {"low": low, "high": high}
        if readings.has_sign:
            rows = prepared(PREFIX_AS_PRINTED, {**facts, **bounds})
        else:
            rows = prepared(PREFIX, {**found.seen, **bounds, "most": found.most})
        found.take(rows)
    if is_cut or rows:
        found.whole(IN_PREFIX, hit_low=low, hit_high=high)


def _by_numbers(readings: Readings, found: _Found) -> None:
    """Numbers among words: of several that bear one, those whose maker is named, else all."""
    facts = {"numbers": readings.numbers, "lowered": readings.lowered, "wanted": readings.wanted_key}
    rows = prepared(NUMBERS, {**found.seen, **facts, "most": found.most}) if readings.numbers else []
    has_named = any(is_named for *_row, is_named in rows)
    found.take([row for *row, is_named in rows if is_named or not has_named])  # type: ignore[misc]


def _by_part(readings: Readings, found: _Found) -> None:
    key = readings.key
    if len(key) >= SHORTEST_PART:
        facts = {"key": key, "typed": readings.literal, "part": f"%{key}%", "prefix": f"{key}%"}
        if not found.room() or found.take(_planned(PART, {**found.seen, **facts, "most": found.most})):
            found.whole(IN_PART, hit_part=facts["part"])


def _by_mistake(readings: Readings, found: _Found, is_literal: bool) -> None:
    """Puts a mistake right, unless something is exact. One wrong character is looked for where little was found."""
    if is_literal or found.is_exact or not readings.key or not found.room():
        return
    layout = readings.layouts[0] if readings.layouts else ""
    low, high = range_of(layout if len(layout) >= SHORTEST_PART else None)
    has_little = not found.hits or len(found.hits) <= LITTLE and len(readings.key) >= LONG_KEY
    facts = {
        "layouts": readings.layouts,
        "layout_low": low,
        "layout_high": high,
        "variants": readings.variants,
        "typos": " ".join(readings.typos) if has_little else "",
    }
    matches = found.take(prepared(MISTAKE, {**found.seen, **facts, "most": found.most}))
    if Match.LAYOUT in matches and low:
        found.whole(IN_LAYOUT, hit_layout_low=low, hit_layout_high=high)


def _by_retyped(readings: Readings, found: _Found, is_literal: bool) -> None:
    """Words of the other keyboard layout, once, where nothing else was found."""
    if not is_literal and not found.hits and not found.retyped and readings.retyped:
        found.retyped = readings.retyped
        _by_words(readings.retyped, found)


def _by_words(typed: str, found: _Found) -> None:
    ((words,),) = prepared(WORDS, {"typed": typed})
    if not words:
        return
    if not found.room() or found.take(_planned(NAMED, {**found.seen, "words": words, "most": found.most})):
        found.whole(IN_WORDS, hit_words=words)


def _planned(statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of a statement whose best plan depends on its values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(parameters))
        return list(cursor.fetchall())


def _in_order(readings: Readings, found: _Found) -> list[Ranked]:
    """Best first; of equals the spelling as typed."""
    typed = spelling(readings.literal)
    ranked = [replace(hit) for hit in found.hits.values()]
    ranked.sort(key=lambda hit: (RANK[hit.match], spelling(hit.article) != typed))
    return ranked


def _is_quantity(readings: Readings, ranked: Sequence[Ranked]) -> bool:
    """Whether the number at the end is a quantity: it is none where it is, or belongs to, what was found."""
    if not readings.wanted[1] or not ranked or ranked[0].match not in NUMBERED | CORRECTED:
        return False
    own = search_key(ranked[0].article)
    return own not in (search_key(readings.words[-1]), readings.key, *readings.layouts[:1])


def _understood(readings: Readings, ranked: Sequence[Ranked], retyped: str) -> str:
    """The article of the best hit, or the words, where a mistake was put right to find it; else what was typed."""
    if not ranked or ranked[0].match not in CORRECTED:
        return retyped if ranked and retyped else readings.literal
    best = ranked[0]
    if best.match == Match.LAYOUT and search_key(best.article) not in readings.layouts:
        return readings.layouts[0]
    return best.article


def spelling(text: str) -> str:
    """An article as printed but for case and look-alike letters: separators stay."""
    return "".join(search_key(letter) or letter for letter in text)
