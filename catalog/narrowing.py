"""What a buyer wants to see of the found goods, and in which order: the state of a result page, held by its address.

    q=мышь&literal=1&stock=0&section=<uid>&brand=HP&a.colour=black&a.yield=3000..10000&price_from=100&price_to=900
    &bought=1&coded=1&fell=1&sort=price&after=<place>

Anything odd in an address is left out, so a page never fails for what somebody typed into it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from b2b_portal.core.uids import uid_of
from catalog.articles import printed
from catalog.enums import Sort, StockClass

LONGEST_QUERY = 200
MOST_VALUES = 50  # of one facet: nobody ticks more, and each costs
LONGEST_VALUE = 200
_T = TypeVar("_T")
_PREFIX = "a."
_CODE = re.compile(r"[-\w]{1,50}", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,4})?", re.ASCII)
_RANGE = re.compile(r"(-?\d{1,12}(?:\.\d{1,6})?)?\.\.(-?\d{1,12}(?:\.\d{1,6})?)?", re.ASCII)


@dataclass(frozen=True)
class Range:
    """Numbers from `low` up to but not `high`; None: no bound. Never without both."""

    low: Decimal | None
    high: Decimal | None

    def __str__(self) -> str:
        return f"{_bound(self.low)}..{_bound(self.high)}"

    @classmethod
    def read(cls, text: str) -> "Range | None":
        """«3000..10000», «..3000», «10000..»; None for anything else."""
        found = _RANGE.fullmatch(text)
        if not found or not any(found.groups()):
            return None
        low, high = (Decimal(bound) if bound else None for bound in found.groups())
        return cls(low, high)


@dataclass(frozen=True)
class Narrowing:
    """The state of a result page. Values of one facet widen each other, facets narrow one another.

    `attributes` holds by an attribute's code the values ticked: texts, or ranges as Range prints them. `after` is the
    place after which the page begins, as the query before it told; it belongs to one order of one search.
    """

    query: str = ""
    is_literal: bool = False
    stock: tuple[StockClass, ...] = ()
    sections: tuple[UUID, ...] = ()
    brands: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    is_bought: bool = False
    is_coded: bool = False
    has_fallen: bool = False
    sort: Sort = Sort.MATCH
    after: str = ""

    @classmethod
    def read(cls, said: Mapping[str, Sequence[str]]) -> "Narrowing":
        """Reads an address's parameters by name; of a parameter that stands for one thing the last counts."""

        def last(name: str) -> str:
            return (said.get(name) or [""])[-1]

        return cls(
            query=printed(last("q")[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip(),
            is_literal=last("literal") == "1",
            stock=_distinct(one for text in said.get("stock", ()) for one in StockClass if text == str(one.value)),
            sections=_distinct(uid for text in said.get("section", ()) if (uid := uid_of(text))),
            brands=_distinct(name for text in said.get("brand", ()) if (name := printed(text[:LONGEST_VALUE]))),
            attributes=_attributes(said),
            price_from=_price(last("price_from")),
            price_to=_price(last("price_to")),
            is_bought=last("bought") == "1",
            is_coded=last("coded") == "1",
            has_fallen=last("fell") == "1",
            sort=Sort(last("sort")) if last("sort") in Sort.values else Sort.MATCH,
            after=printed(last("after")[:LONGEST_VALUE]),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the query and the order is said."""
        return replace(self, query="", is_literal=False, sort=Sort.MATCH, after="") != Narrowing()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, in one order, without what says nothing."""
        said = [
            ("q", self.query),
            ("literal", "1" if self.is_literal else ""),
            *(("stock", str(one.value)) for one in sorted(self.stock)),
            *(("section", str(uid)) for uid in self.sections),
            *(("brand", name) for name in self.brands),
            *((_PREFIX + code, value) for code, values in sorted(self.attributes.items()) for value in values),
            ("price_from", _bound(self.price_from)),
            ("price_to", _bound(self.price_to)),
            ("bought", "1" if self.is_bought else ""),
            ("coded", "1" if self.is_coded else ""),
            ("fell", "1" if self.has_fallen else ""),
            ("sort", "" if self.sort == Sort.MATCH else self.sort.value),
            ("after", self.after),
        ]
        return [(name, value) for name, value in said if value]

    @property
    def address(self) -> str:
        """What stands after the question mark."""
        return urlencode(self.pairs(), errors="replace")

    def without(self, *names: str) -> "Narrowing":
        """The same without parameters of these names, from its first page."""
        kept: dict[str, list[str]] = {}
        for name, value in self.pairs():
            if name not in (*names, "after"):
                kept.setdefault(name, []).append(value)
        return Narrowing.read(kept)

    def toggled(self, name: str, value: str) -> "Narrowing":
        """The same with one value of a facet ticked if it was not, else without it, from the first page."""
        pairs = [pair for pair in self.pairs() if pair[0] != "after"]
        wanted = (
            [pair for pair in pairs if pair != (name, value)] if (name, value) in pairs else [*pairs, (name, value)]
        )
        said: dict[str, list[str]] = {}
        for other, one in wanted:
            said.setdefault(other, []).append(one)
        return Narrowing.read(said)


def _attributes(said: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, values in said.items():
        code = name.removeprefix(_PREFIX)
        if name.startswith(_PREFIX) and _CODE.fullmatch(code):
            ticked = _distinct(text for value in values if (text := printed(value[:LONGEST_VALUE])))
            if ticked:
                found[code] = ticked
    return dict(sorted(found.items())[:MOST_VALUES])


def _distinct(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))[:MOST_VALUES]


def _price(text: str) -> Decimal | None:
    """Roubles as people write them: «1 200,50»."""
    plain = "".join(text[:LONGEST_VALUE].split())
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def _bound(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
