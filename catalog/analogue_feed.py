"""Pure: a row of a table of analogues once it has been read, and why one does not go in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# 70 makers bear the same article in the largest of 9,136 real groups; n products make n * (n - 1) / 2 pairs
MOST_IN_GROUP = 200
LONGEST_GROUP, LONGEST_DIFFERENCE = 200, 200


class Fault(StrEnum):
    """Why a row, or a whole group, did not go in."""

    BAD_ROW = "bad_row"
    EMPTY_BRAND = "empty_brand"
    BAD_ARTICLE = "bad_article"
    BAD_GROUP = "bad_group"
    BAD_KIND = "bad_kind"
    LONG_DIFFERENCE = "long_difference"
    ITSELF = "itself"
    LARGE_GROUP = "large_group"
    UNKNOWN = "unknown"

    @property
    def label(self) -> "_StrPromise":
        """The reason in words."""
        return _LABELS[self]


_LABELS = {
    Fault.BAD_ROW: _("the row has too few cells, or letters that cannot be read"),
    Fault.EMPTY_BRAND: _("the brand is empty or too long"),
    Fault.BAD_ARTICLE: _("the article is empty or too long"),
    Fault.BAD_GROUP: _("the group is empty or too long"),
    Fault.BAD_KIND: _("there is no such kind of analogue"),
    Fault.LONG_DIFFERENCE: _("what differs is too long"),
    Fault.ITSELF: _("a product is no analogue of itself"),
    Fault.LARGE_GROUP: _("the group has too many products: not one of them was linked"),
    Fault.UNKNOWN: _("the product is not in the catalogue"),
}


@dataclass(frozen=True)
class SaidRow:
    """Two products, or one product and the group in which it stands for the others. No kind: the file names none."""

    line: int
    brand: str
    article: str
    group: str = ""
    other_brand: str = ""
    other_article: str = ""
    kind: str | None = None
    differs_in: str = ""


@dataclass(frozen=True)
class RefusedSaying:
    """A row that did not go in."""

    line: int
    fault: Fault
    text: str
