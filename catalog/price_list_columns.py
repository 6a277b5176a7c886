"""Pure: what a company's price list can hold, in the order in which it stands there."""

from collections.abc import Iterable

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
