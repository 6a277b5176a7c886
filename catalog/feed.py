"""A supplier's feed, row by row: what a row says once it has been read and checked. Knows no file and no database."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.money import unit_price4
from catalog.articles import printed, search_key

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_BRAND, LONGEST_ARTICLE, LONGEST_CODE, LONGEST_CATEGORY, LONGEST_NAME = 200, 100, 100, 200, 500
MOST_PIECES = 2_147_483_647
DEAREST = Decimal(10) ** 12


class Reason(StrEnum):
    """Why a row did not go in; each is counted and named in the report."""

    EMPTY_BRAND = "empty_brand"
    BAD_ARTICLE = "bad_article"
    BAD_CODE = "bad_code"
    BAD_CATEGORY = "bad_category"
    BAD_PRICE = "bad_price"
    BAD_STOCK = "bad_stock"
    BAD_ROW = "bad_row"
    REPEATED = "repeated"
    TWIN = "twin"
    CONTRADICTION = "contradiction"
    OTHER_PRODUCT = "other_product"
    OTHER_PACKAGE = "other_package"
    DAMAGED_ARTICLE = "damaged_article"
    NAMELESS = "nameless"
    LONG_NAME = "long_name"
    BAD_UNIT = "bad_unit"
    BAD_VAT = "bad_vat"
    BAD_COUNT = "bad_count"
    BAD_DAY = "bad_day"
    DAY_MISSING = "day_missing"
    UNKNOWN_WAREHOUSE = "unknown_warehouse"
    BELOW_RESERVED = "below_reserved"
    CHANGED_MEANWHILE = "changed_meanwhile"
    BAD_OWN_CODE = "bad_own_code"

    @property
    def label(self) -> "_StrPromise":
        """The reason in words, as the report shows it."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.EMPTY_BRAND: _("the brand is empty"),
    Reason.BAD_ARTICLE: _("the article is empty or longer than 100 characters: correct it, or delete the row"),
    Reason.BAD_CODE: _("the supplier's code is empty or too long"),
    Reason.BAD_CATEGORY: _("the category is too long"),
    Reason.BAD_PRICE: _("the price cannot be read: write it as 1234.56"),
    Reason.BAD_STOCK: _("the stock is not a whole number of pieces: write 0 or more"),
    Reason.BAD_ROW: _("the row cannot be read: another number of columns, broken quotes or letters"),
    Reason.REPEATED: _("an earlier row of this file says the same"),
    Reason.TWIN: _("another row says the same"),
    Reason.CONTRADICTION: _("another row says something else of the same product: neither is taken"),
    Reason.OTHER_PRODUCT: _("the supplier's code belongs to another article"),
    Reason.OTHER_PACKAGE: _("the article is known in another package or category"),
    Reason.DAMAGED_ARTICLE: _(
        "a spreadsheet has turned the article into a number and lost its digits: make the column text and write it anew"
    ),
    Reason.NAMELESS: _("a new product needs a name: write it, or choose the column of names"),
    Reason.LONG_NAME: _("the name is too long: shorten it"),
    Reason.BAD_UNIT: _("the unit is not one that we sell by: write one of the catalogue, or leave the cell empty"),
    Reason.BAD_VAT: _("the VAT rate is not a whole percent: write it as 22"),
    Reason.BAD_COUNT: _("this is not a whole number of 1 or more"),
    Reason.BAD_DAY: _("the day cannot be read: write it as 24.12.2026"),
    Reason.DAY_MISSING: _("pieces in transit need the day on which they are expected"),
    Reason.UNKNOWN_WAREHOUSE: _("there is no warehouse of this code: correct it, or add the warehouse first"),
    Reason.BELOW_RESERVED: _("buyers have reserved more than this"),
    Reason.CHANGED_MEANWHILE: _("it has changed since the file was compared"),
    Reason.BAD_OWN_CODE: _("the code has neither letters nor digits, or is too long"),
}


@dataclass(frozen=True)
class Feed:
    """Whose rows these are and what their prices mean. Without a supplier the rows carry no codes of his."""

    name: str
    title: str
    currency: str
    is_gross: bool
    priority: int
    supplier_name: str = ""

    @property
    def has_codes(self) -> bool:
        return bool(self.supplier_name)


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A good row. `stock` None: the feed says nothing of it; `prices`: (from quantity, unit price), rising."""

    line: int
    brand: str
    article: str
    key: str
    code: str
    category: tuple[str, ...]
    name: str
    package: str
    prices: tuple[tuple[int, Decimal], ...]
    stock: int | None

    @property
    def minimum_quantity(self) -> int:
        """The first break: less cannot be ordered."""
        return self.prices[0][0] if self.prices else 1


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that does not go in: where it stands, why, and what it says."""

    line: int
    reason: Reason
    text: str


class Refused(ValueError):
    """A value of a row cannot be taken."""

    def __init__(self, reason: Reason, value: str) -> None:
        super().__init__(reason, value)
        self.reason = reason
        self.value = value


@dataclass(frozen=True, slots=True)
class RawRow:
    """The texts of one row, by what they mean."""

    line: int
    article: str = ""
    brand: str = ""
    code: str = ""
    category: tuple[str, ...] = ()
    name: str = ""
    package: str = ""
    prices: str = ""
    stock: str = ""


_common = lru_cache(maxsize=10_000)(printed)  # of texts that stand in many rows


def checked_row(raw: RawRow, *, has_codes: bool, no_category: str) -> FeedRow | RefusedRow:
    """Checks one row; the first value that cannot be taken refuses it as a whole."""
    try:
        return _feed_row(raw, has_codes, no_category)
    except Refused as refused:
        return RefusedRow(raw.line, refused.reason, printed(refused.value)[:200])


def _feed_row(raw: RawRow, has_codes: bool, no_category: str) -> FeedRow:
    brand, article, code = _common(raw.brand), printed(raw.article), printed(raw.code)
    if not brand or len(brand) > LONGEST_BRAND:
        raise Refused(Reason.EMPTY_BRAND, f"{brand} {article} {code}")
    if not article or len(article) > LONGEST_ARTICLE:
        raise Refused(Reason.BAD_ARTICLE, f"{brand} {article} {code}")
    if has_codes and not 0 < len(code) <= LONGEST_CODE:
        raise Refused(Reason.BAD_CODE, f"{brand} {article} {code}")
    category = tuple(filter(None, map(_common, raw.category))) or (no_category,)
    if any(len(name) > LONGEST_CATEGORY for name in category):
        raise Refused(Reason.BAD_CATEGORY, " / ".join(category))
    package = _common(raw.package)
    name = printed(raw.name) or f"{category[-1]} {package}".strip()
    return FeedRow(
        raw.line,
        brand,
        article,
        search_key(article),
        code if has_codes else "",
        category,
        name[:LONGEST_NAME],
        package,
        price_breaks(raw.prices),
        pieces(raw.stock),
    )


def price_breaks(text: str) -> tuple[tuple[int, Decimal], ...]:
    """Reads `1:0.004;1000:0.0031`, or one price for any quantity; "" gives none. Raises Refused(BAD_PRICE)."""
    if not text.strip():
        return ()
    try:
        breaks = sorted(map(_price_break, text.split(";"))) if ":" in text else [(1, unit_price4(_decimal(text)))]
    except (ValueError, InvalidOperation):
        raise Refused(Reason.BAD_PRICE, text) from None
    is_sound = all(0 < quantity <= MOST_PIECES and 0 < price < DEAREST for quantity, price in breaks)
    if not is_sound or len({quantity for quantity, _price in breaks}) < len(breaks):
        raise Refused(Reason.BAD_PRICE, text)
    return tuple(breaks)


def pieces(text: str) -> int | None:
    """Reads a whole number of pieces, gaps between its groups allowed; "" is None. Raises Refused(BAD_STOCK)."""
    if text.isascii() and text.isdigit():
        found = Decimal(text)
    elif not text.strip():
        return None
    else:
        try:
            found = _decimal(text)
        except (ValueError, InvalidOperation):
            raise Refused(Reason.BAD_STOCK, text) from None
    if not 0 <= found <= MOST_PIECES or found != int(found):
        raise Refused(Reason.BAD_STOCK, text)
    return int(found)


@lru_cache(maxsize=50_000)  # a feed repeats its prices: reading them once saves a third of the reading
def _price_break(part: str) -> tuple[int, Decimal]:
    quantity, _separator, price = part.partition(":")
    return int(quantity), unit_price4(_decimal(price))


def _decimal(text: str) -> Decimal:
    """A number with a point or a comma and gaps between its groups."""
    found = Decimal("".join(text.split()).replace(",", "."))
    if not found.is_finite():
        raise ValueError(text)
    return found
