"""Tables of analogues as others send them: pairs of products, or groups of products that stand for one another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.columns import guess_columns
from b2b_portal.core.sheets import Sample, SheetRefused, read_table, samples
from catalog.analogue_feed import LONGEST_DIFFERENCE, LONGEST_GROUP, Fault, RefusedSaying, SaidRow
from catalog.articles import printed
from catalog.enums import AnalogueKind
from catalog.feed import LONGEST_ARTICLE, LONGEST_BRAND
from catalog.imports import layout
from catalog.imports.sheet import Read, Unreadable, choice_of

GROUP, ARTICLE, BRAND, KIND, DIFFERS = "group", "article", "brand", "kind", "differs_in"
OTHER_ARTICLE, OTHER_BRAND = "other_article", "other_brand"


@dataclass(frozen=True)
class AnalogueProfile:
    """A shape of table: the headings of its columns, in any case, and whether its rows are members of groups.

    `only_equal`: in a group only equal printed articles are one part for sure. A group made by a search key is so.
    """

    headings: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    only_equal: bool = False
    exactly: bool = False

    @property
    def is_grouped(self) -> bool:
        return GROUP in self.required


_PRODUCT = {ARTICLE: layout.ARTICLE.synonyms, BRAND: layout.BRAND.synonyms}
PROFILES: Mapping[str, AnalogueProfile] = {
    "pairs": AnalogueProfile(
        headings={
            OTHER_ARTICLE: ("артикул аналога", "other article", "analogue article", "аналог", "analogue", "замена"),
            OTHER_BRAND: ("бренд аналога", "other brand", "analogue brand", "производитель аналога"),
            **_PRODUCT,
            KIND: ("вид", "kind", "тип", "вид аналога", "type"),
            DIFFERS: ("чем отличается", "differs in", "отличия", "отличие", "difference", "комментарий"),
        },
        required=frozenset({ARTICLE, BRAND, OTHER_ARTICLE, OTHER_BRAND}),
    ),
    "groups": AnalogueProfile(
        headings={GROUP: ("группа", "group", "группа аналогов", "код группы", "group id"), **_PRODUCT},
        required=frozenset({GROUP, ARTICLE, BRAND}),
    ),
    "jlcparts_groups": AnalogueProfile(
        headings={GROUP: ("norm_mpn",), ARTICLE: ("mpn",), BRAND: ("manufacturer",)},
        required=frozenset({GROUP, ARTICLE, BRAND}),
        only_equal=True,
        exactly=True,
    ),
}


@dataclass(frozen=True)
class Table:
    """Where a file keeps what the profile needs."""

    sheet: Sample
    first_row: int
    columns: Mapping[str, int]


def find_table(path: Path, profile: AnalogueProfile) -> Table:
    """Finds the sheet and the columns by their headings. Raises SheetRefused where a needed one is missing."""
    tables = [_table(sample, profile) for sample in samples(path)]
    best = max(tables, key=lambda one: len(profile.required & one.columns.keys()), default=Table(Sample(""), 1, {}))
    missing = [profile.headings[name][0] for name in sorted(profile.required - best.columns.keys())]
    if missing:
        raise SheetRefused(reason=_("the table needs the columns: %(columns)s") % {"columns": ", ".join(missing)})
    return best


def said_rows(path: Path, table: Table, profile: AnalogueProfile) -> Iterator[SaidRow | RefusedSaying]:
    """Reads and checks the rows below the headings, one by one."""
    sheet, kinds = table.sheet, choice_of(AnalogueKind)
    width = 1 + max(table.columns[name] for name in profile.required)
    with read_table(path, sheet.sheet, sheet.encoding, sheet.delimiter) as rows:
        for line, cells in rows:
            if line < table.first_row:
                continue
            if len(cells) < width or "\ufffd" in "".join(cells):
                yield RefusedSaying(line, Fault.BAD_ROW, ",".join(cells)[:200])
                continue
            told = {name: printed(cells[at]) if at < len(cells) else "" for name, at in table.columns.items()}
            yield _checked(line, told, kinds)


def _table(sample: Sample, profile: AnalogueProfile) -> Table:
    guess = guess_columns(sample.rows, profile.headings, frozenset(), profile.required, exactly=profile.exactly)
    return Table(sample, guess.header_row + 1, guess.columns)


def _checked(line: int, told: Mapping[str, str], kinds: Read) -> SaidRow | RefusedSaying:
    fault, kind = _fault(told), None
    if fault is None and told.get(KIND):
        try:
            kind = str(kinds(told[KIND]).value)
        except Unreadable:
            fault = Fault.BAD_KIND
    if fault:
        return RefusedSaying(line, fault, ", ".join(told.values())[:200])
    return SaidRow(line=line, kind=kind, **{name: text for name, text in told.items() if name != KIND})


def _fault(told: Mapping[str, str]) -> Fault | None:
    limits: Sequence[tuple[Fault, str, int, int]] = (
        (Fault.BAD_GROUP, GROUP, 1, LONGEST_GROUP),
        (Fault.EMPTY_BRAND, BRAND, 1, LONGEST_BRAND),
        (Fault.BAD_ARTICLE, ARTICLE, 1, LONGEST_ARTICLE),
        (Fault.EMPTY_BRAND, OTHER_BRAND, 1, LONGEST_BRAND),
        (Fault.BAD_ARTICLE, OTHER_ARTICLE, 1, LONGEST_ARTICLE),
        (Fault.LONG_DIFFERENCE, DIFFERS, 0, LONGEST_DIFFERENCE),
    )
    broken = (fault for fault, name, least, most in limits if name in told and not least <= len(told[name]) <= most)
    return next(broken, None)
