"""From the cells of a file to checked rows of a feed."""

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.sheets import SheetRefused
from catalog.feed import FeedRow, RawRow, Reason, RefusedRow, checked_row
from catalog.imports.profiles import CATEGORY, SUBCATEGORY, Profile

Cells = Iterator[tuple[int, list[str]]]


def feed_rows(cells: Cells, profile: Profile, limit: int | None = None) -> Iterator[FeedRow | RefusedRow]:
    """Checks the rows below the headings one by one, at most `limit` of them.

    Raises SheetRefused when a column that the profile needs is missing.
    """
    _line, headings = next(cells, (0, []))
    columns = _columns(headings, profile)
    width = len(headings)
    for line, row in islice(cells, limit):
        if len(row) != width or "\ufffd" in "".join(row):
            yield RefusedRow(line, Reason.BAD_ROW, ",".join(row)[:200])
        else:
            raw = _raw_row(line, row, columns, profile)
            yield checked_row(raw, has_codes=profile.feed.has_codes, no_category=profile.no_category)


def _columns(headings: list[str], profile: Profile) -> dict[str, int]:
    """Where each meaning stands; the first fitting heading counts."""
    places = {heading.strip().casefold(): place for place, heading in reversed(list(enumerate(headings)))}
    found = {
        meaning: places[name] for meaning, names in profile.headings.items() for name in names[::-1] if name in places
    }
    missing = [profile.headings[meaning][0] for meaning in sorted(profile.required - found.keys())]
    if missing:
        raise SheetRefused(
            reason=_("the profile %(profile)s needs the columns: %(columns)s")
            % {"profile": profile.feed.name, "columns": ", ".join(missing)}
        )
    return found


def _raw_row(line: int, row: list[str], columns: dict[str, int], profile: Profile) -> RawRow:
    texts = {meaning: row[place] for meaning, place in columns.items()}
    category = texts.pop(CATEGORY, "")
    parts = category.split(profile.category_separator) if profile.category_separator else [category]
    return RawRow(line=line, category=(*parts, texts.pop(SUBCATEGORY, "")), **texts)
