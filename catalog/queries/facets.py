"""What the found goods can be narrowed by, each choice with how many it leaves under the ticks of the other facets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from django.utils.translation import gettext_lazy as _

from catalog.enums import AttributeKind, StockClass
from catalog.models import Category
from catalog.narrowing import Narrowing, Range
from catalog.queries.assortment import seen
from catalog.queries.narrowed import IS_BOUGHT, IS_CODED, Narrowed

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

UNFOLDED = 8  # choices of a facet shown at once
MOST_CHOICES = 30  # of a facet; who wants a rarer one narrows otherwise first
MOST_ATTRIBUTES = 8
MOST_SAID = 2_000  # distinct values of all attributes together, the commonest
RANGES = 3
SOLE_SECTION = Decimal("0.8")  # goods of which this part lies in one section are compared by its attributes
_KNOWN = {"package": _("Package"), "description": _("Description")}  # what feeds call in English
_OWN = {"bought": _("Bought before"), "coded": _("Has your code"), "fell": _("Cheaper than you paid")}

# one pass over the goods makes groups by everything that is counted, few enough to be summed up here facet by facet
_COUNTS = """
    WITH hits AS MATERIALIZED (
        SELECT count(*) AS found, row.brand_id, row.category_id, row.stock_class, row.says,
               {bought} AS is_bought, {coded} AS is_coded{flags}
          FROM {source} WHERE {base}
         GROUP BY row.brand_id, row.category_id, row.stock_class, row.says, is_bought, is_coded{named}
    )
    (SELECT sum(found)::bigint, NULL::int, brand_id, category_id, stock_class, is_bought, is_coded{named}
       FROM hits GROUP BY brand_id, category_id, stock_class, is_bought, is_coded{named})
    UNION ALL
    (SELECT sum(found)::bigint, choice, NULL, NULL, NULL, NULL, NULL{named}
       FROM hits CROSS JOIN LATERAL unnest(says) AS choice
      GROUP BY choice{named} ORDER BY 1 DESC LIMIT {most})
"""
_SAID = """
    SELECT choice.id, choice.text, choice.number, said.code, said.name, said.kind, said.unit
      FROM catalog_attribute AS said
      LEFT JOIN catalog_attributechoice AS choice ON choice.attribute_id = said.id AND choice.id = ANY (%(choices)s)
      LEFT JOIN catalog_category AS section ON section.id = %(section)s
     WHERE said.kind <> 'text'
       AND (said.code = ANY (%(ticked)s)
            OR choice.id IS NOT NULL AND (said.category_id IS NULL OR said.category_id = ANY (section.lineage)))
     ORDER BY said.position, said.name
"""

_TICKED_SECTIONS = f"""
    SELECT section.id FROM catalog_category AS section
     WHERE section.uid = ANY (%(sections)s)
       AND EXISTS (SELECT FROM catalog_searchrow AS row JOIN catalog_category AS below ON below.id = row.category_id
                    WHERE section.id = ANY (below.lineage)
                      AND {seen("row.product_id", "row.brand_id", "row.category_id")})
"""


@dataclass(frozen=True)
class Choice:
    """One value of a facet: what stands in the address, what is read, how many goods it leaves (None: not counted)."""

    value: str
    label: "_StrOrPromise"
    count: int | None
    is_chosen: bool

    @property
    def control_id(self) -> str:
        """The same on every answer, so that the focus stays where it was."""
        return f"tick-{crc32(self.value.encode()):x}"


@dataclass(frozen=True)
class Facet:
    """A group of choices; `name` is the parameter of the address."""

    name: str
    title: "_StrOrPromise"
    choices: tuple[Choice, ...]
    unit: str = ""

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def rest(self) -> int:
        """How many choices are folded away."""
        return max(0, len(self.choices) - UNFOLDED)


class _Said(NamedTuple):
    """A choice of the dictionary with its attribute; no choice: the attribute is ticked and nothing found says it."""

    choice: int
    text: str
    number: Decimal | None
    code: str
    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class Facets:
    """What a page narrows by, and how many goods there are under all ticks together."""

    total: int
    groups: tuple[Facet, ...]


@dataclass(frozen=True)
class PriceSpan:
    """The company's lowest and highest price of the found goods under all other ticks; None: nothing is priced."""

    low: Decimal | None
    high: Decimal | None

    @property
    def whole_low(self) -> int | None:
        return None if self.low is None else floor(self.low)

    @property
    def whole_high(self) -> int | None:
        return None if self.high is None else ceil(self.high)


def facets(shown: Narrowed, narrowing: Narrowing) -> Facets:
    """Counts the goods under each choice. At most 7 queries, of which one reads the goods.

    Attributes are counted of goods of one section: the ticked one, else the one in which nearly all lie.
    """
    counts = _counted(shown)
    sections, brands = counts.of("section"), counts.of("brand")
    groups = [
        _stock(counts.of("stock"), narrowing),
        _sections(shown, sections, narrowing),
        _brands(shown, brands, narrowing),
        *_attributes(shown, counts, _sole_section(sections, narrowing), narrowing),
        _own(shown, counts, narrowing),
    ]
    shown_groups = (one for one in groups if len(one.choices) > 1 or one.is_chosen or one.name == "" and one.choices)
    return Facets(counts.total, tuple(shown_groups))


def price_span(shown: Narrowed) -> PriceSpan:
    """The bounds of the price facet. One query, which prices every found product."""
    if not shown.has_prices:
        return PriceSpan(None, None)
    sql = (
        f"SELECT min(priced.unit_gross), max(priced.unit_gross) FROM {shown.source(is_priced=True)} "
        f"WHERE {shown.where(but='price')}"
    )
    return PriceSpan(*shown.fetch(sql)[0])


class _Counts:
    """Groups of equal goods with how many they are; facets are summed up from those that the other facets leave."""

    def __init__(self, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        self.goods: list[tuple[int, Mapping[str, Any], frozenset[str]]] = []
        self.said: list[tuple[int, int, frozenset[str]]] = []
        for found, choice, brand, section, stock, is_bought, is_coded, *left in rows:
            out = frozenset(name for name, is_left in zip(names, left, strict=True) if not is_left)
            if choice is None:
                facts = {"brand": brand, "section": section, "stock": stock, "bought": is_bought, "coded": is_coded}
                self.goods.append((found, facts, out))
            else:
                self.said.append((found, choice, out))

    @property
    def total(self) -> int:
        """How many goods all ticks together leave."""
        return sum(found for found, _facts, out in self.goods if not out)

    def of(self, facet: str) -> dict[Any, int]:
        """Goods by the value of a facet, under the ticks of all others."""
        counts: dict[Any, int] = defaultdict(int)
        for found, facts, out in self.goods:
            if out <= {facet}:
                counts[facts[facet]] += found
        return counts

    def choices(self, facet: str) -> dict[int, int]:
        """Goods by attribute choice, whichever attribute it is of, under the ticks of all facets but one."""
        counts: dict[int, int] = defaultdict(int)
        for found, choice, out in self.said:
            if out <= {facet}:
                counts[choice] += found
        return counts


def _counted(shown: Narrowed) -> _Counts:
    """Names of facets are a reader's words, so their columns are numbered. One query."""
    names = list(shown.conditions)
    columns = [f"ok_{place}" for place in range(len(names))]
    sql = _COUNTS.format(
        bought=IS_BOUGHT,
        coded=IS_CODED,
        flags="".join(
            f", coalesce({condition}, false) AS {column}"
            for column, condition in zip(columns, shown.conditions.values(), strict=True)
        ),
        named="".join(f", {column}" for column in columns),
        source=shown.source(is_priced=shown.needs_prices),
        base=shown.base,
        most=MOST_SAID,
    )
    return _Counts(names, shown.fetch(sql))


def _stock(counts: Mapping[int, int], narrowing: Narrowing) -> Facet:
    """What is here today is here within three days too."""
    found = {one: counts.get(one.value, 0) for one in StockClass}
    found[StockClass.SOON] += found[StockClass.TODAY]
    choices = [Choice(str(one.value), one.label, n, one in narrowing.stock) for one, n in found.items()]
    return Facet("stock", _("Availability"), tuple(one for one in choices if one.count or one.is_chosen))


def _sections(shown: Narrowed, counts: Mapping[int, int], narrowing: Narrowing) -> Facet:
    """The commonest sections; two of one name are told apart by what they stand in.

    A ticked section that holds goods in sections below it alone is not counted itself; one of which the company sees
    nothing is not named.
    """
    ticked = shown.fetch(_TICKED_SECTIONS, sections=list(narrowing.sections)) if narrowing.sections else []
    wanted = [*_commonest(counts), *(pk for (pk,) in ticked)]
    rows = Category.objects.filter(pk__in=wanted).select_related("parent")
    known = sorted(rows, key=lambda one: (-counts.get(one.pk, 0), one.name))
    names = [one.name for one in known]
    choices = [
        Choice(
            str(one.uid),
            f"{one.parent.name} / {one.name}" if one.parent and names.count(one.name) > 1 else one.name,
            counts.get(one.pk) if one.uid in narrowing.sections else counts.get(one.pk, 0),
            one.uid in narrowing.sections,
        )
        for one in known
    ]
    return Facet("section", _("Section"), tuple(choices))


def _brands(shown: Narrowed, counts: Mapping[int, int], narrowing: Narrowing) -> Facet:
    sql = "SELECT id, name FROM catalog_brand WHERE id = ANY (%(ids)s) OR name = ANY (%(ticked)s)"
    names = shown.fetch(sql, ids=_commonest(counts), ticked=list(narrowing.brands))
    choices = [Choice(name, name, counts.get(pk, 0), name in narrowing.brands) for pk, name in names]
    choices.sort(key=lambda one: (-(one.count or 0), one.value))
    return Facet("brand", _("Brand"), tuple(choices))


def _own(shown: Narrowed, counts: _Counts, narrowing: Narrowing) -> Facet:
    """The company's own memory. How many became cheaper is not counted: that would price all it ever bought."""
    found = {name: counts.of(name).get(True, 0) for name in ("bought", "coded")}
    ticked = {"bought": narrowing.is_bought, "coded": narrowing.is_coded}
    choices = [Choice(name, _OWN[name], n, ticked[name]) for name, n in found.items() if n or ticked[name]]
    if shown.has_prices and (found["bought"] or narrowing.has_fallen):
        choices.append(Choice("fell", _OWN["fell"], None, narrowing.has_fallen))
    return Facet("", _("With us"), tuple(choices))


def _sole_section(sections: Mapping[int, int], narrowing: Narrowing) -> int | None:
    """The section by whose attributes the goods are compared."""
    if len(narrowing.sections) == 1:
        return Category.objects.filter(uid=narrowing.sections[0]).values_list("pk", flat=True).first()
    largest = max(sections, key=lambda pk: sections[pk], default=None)
    return largest if largest and sections[largest] >= SOLE_SECTION * sum(sections.values()) else None


def _attributes(shown: Narrowed, counts: _Counts, section: int | None, narrowing: Narrowing) -> list[Facet]:
    """Facets of the typed attributes of the one section that the goods are of, and of those that are ticked."""
    named = [f"a.{code}" for code in narrowing.attributes]
    found = {name: counts.choices(name) for name in ("", *named)}
    wanted = {choice for of in found.values() for choice in of} if section else set()
    rows = shown.fetch(_SAID, choices=list(wanted), section=section, ticked=list(narrowing.attributes))
    said: dict[str, list[_Said]] = defaultdict(list)
    for row in rows:
        said[row[3]].append(_Said(*row))
    chosen = sorted(said, key=lambda code: code not in narrowing.attributes)[:MOST_ATTRIBUTES]
    groups = [
        _facet(said[code], found.get(f"a.{code}", found[""]), narrowing.attributes.get(code, ())) for code in chosen
    ]
    return [group for group in groups if group.choices]


def _facet(said: Sequence[_Said], found: Mapping[int, int], ticked: Sequence[str]) -> Facet:
    first = said[0]
    title = _KNOWN.get(first.name, first.name)
    if first.kind == AttributeKind.NUMBER:
        numbers: dict[Decimal, int] = defaultdict(int)
        for one in said:
            if one.number is not None and found.get(one.choice):
                numbers[one.number] += found[one.choice]
        return Facet(f"a.{first.code}", title, tuple(_ranges(numbers, first.unit, ticked)), first.unit)
    counts: dict[str, int] = defaultdict(int)
    for one in said:
        counts[one.text] += found.get(one.choice, 0)
    common = sorted((text for text in counts if counts[text]), key=lambda text: (-counts[text], text))[:MOST_CHOICES]
    choices = [Choice(text, text, counts[text], text in ticked) for text in common]
    choices += [Choice(text, text, counts.get(text, 0), True) for text in ticked if text not in common]
    return Facet(f"a.{first.code}", title, tuple(choices))


def _ranges(counts: Mapping[Decimal, int], unit: str, ticked: Sequence[str]) -> list[Choice]:
    """Three ranges of about as many goods each, with round bounds; ticked ones stay as they were ticked."""
    bounds = _bounds(counts)
    edges = [None, *bounds, None]
    ranges = [Range(low, high) for low, high in zip(edges, edges[1:], strict=False)] if bounds else []
    ranges += [one for text in ticked if (one := Range.read(text)) and one not in ranges]
    return [Choice(str(one), _words(one, unit), _within(one, counts), str(one) in ticked) for one in ranges]


def _bounds(counts: Mapping[Decimal, int]) -> list[Decimal]:
    """Round numbers near those below which a third and two thirds of the goods lie."""
    numbers = sorted(counts)
    below = list(accumulate(counts[one] for one in numbers))
    if len(numbers) < 2:
        return []
    cuts = [next(n for n, found in zip(numbers, below, strict=True) if found * RANGES >= below[-1] * k) for k in (1, 2)]
    rounded = {_rounded(cut) for cut in cuts}
    return sorted(one for one in rounded if numbers[0] < one <= numbers[-1])


def _rounded(number: Decimal) -> Decimal:
    """Two digits, the rest zeros: people compare with 3,000 and not with 2,987."""
    return Decimal(f"{number:.2g}")


def _within(one: Range, counts: Mapping[Decimal, int]) -> int:
    return sum(
        found
        for number, found in counts.items()
        if (one.low is None or number >= one.low) and (one.high is None or number < one.high)
    )


def _words(one: Range, unit: str) -> str:
    low, high = str(one).split("..")
    return f"{low or '…'} – {high or '…'} {unit}".strip()


def _commonest(counts: Mapping[int, int]) -> list[int]:
    return sorted(counts, key=lambda pk: -counts[pk])[:MOST_CHOICES]


def chosen_labels(groups: Iterable[Facet]) -> list[tuple[str, Choice]]:
    """What is ticked, with the parameter of its facet, for chips above the rows."""
    return [(group.name, choice) for group in groups for choice in group.choices if choice.is_chosen]
