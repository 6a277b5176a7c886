"""Pure: what a company's price list can hold, in the order in which it stands there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import FeedFormat


class PriceColumn(models.TextChoices):
    """A column; the order of the members is that of every file."""

    ARTICLE = "article", _("Article")
    BRAND = "brand", _("Brand")
    NAME = "name", _("Name")
    OWN_CODE = "own_code", _("Your code")
    CATEGORY = "category", _("Section")
    UNIT = "unit", _("Unit")
    PRICE_GROSS = "price_gross", _("Price with VAT, ₽")
    PRICE_NET = "price_net", _("Price without VAT, ₽")
    VAT_RATE = "vat_rate", _("VAT, %")
    BREAKS = "breaks", _("Prices by quantity, with VAT, ₽")
    RECOMMENDED = "recommended", _("Recommended price, ₽")
    STOCK = "stock", _("In stock today")
    MINIMUM = "minimum", _("Smallest order")
    PACK = "pack", _("Sold in multiples of")


USUAL = (
    PriceColumn.ARTICLE,
    PriceColumn.BRAND,
    PriceColumn.NAME,
    PriceColumn.UNIT,
    PriceColumn.PRICE_GROSS,
    PriceColumn.STOCK,
    PriceColumn.MINIMUM,
)
# what an offer of YML cannot do without: https://yandex.ru/support/marketplace/assortment/files/yml.html
_OFFER = (PriceColumn.ARTICLE, PriceColumn.BRAND, PriceColumn.NAME, PriceColumn.PRICE_GROSS)
UID, CATEGORY_ID = "uid", "category_id"  # what only YML needs


def in_order(columns: Iterable[str]) -> tuple[PriceColumn, ...]:
    """The known ones of the named columns, once each, in the order of the file."""
    named = set(columns)
    return tuple(column for column in PriceColumn if column.value in named)


def read_for(file_format: str, columns: Iterable[str]) -> tuple[str, ...]:
    """What a row of the file is made from, in order: the chosen columns, for YML also what an offer needs."""
    if file_format != FeedFormat.YML:
        return tuple(column.value for column in in_order(columns))
    return UID, CATEGORY_ID, *(column.value for column in in_order({*columns, *_OFFER}))


@dataclass(frozen=True)
class Goods:
    """Which products on sale: of a brand, of a section with all below it, by words or the beginning of an article."""

    brand: int | None = None
    category: int | None = None
    words: str = ""
    products: tuple[int, ...] | None = None  # only these

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Goods()


@dataclass(frozen=True)
class WantedFile:
    """The file that somebody asks for."""

    format: str
    columns: tuple[PriceColumn, ...]
    goods: Goods = Goods()

    def as_json(self) -> dict[str, Any]:
        """For a job to remember."""
        goods = {"brand": self.goods.brand, "category": self.goods.category, "words": self.goods.words}
        return {"format": self.format, "columns": [column.value for column in self.columns], "goods": goods}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> "WantedFile":
        """What as_json() gave, and nothing that stands beside it."""
        return cls(facts["format"], in_order(facts["columns"]), Goods(**facts["goods"]))
