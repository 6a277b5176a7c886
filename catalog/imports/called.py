"""How a sheet names products: by brand and printed article."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.feed import LONGEST_ARTICLE, LONGEST_BRAND
from catalog.imports.profiles import BRAND
from catalog.imports.resource import Refusal
from catalog.imports.sheet import Column, Row, text_up_to
from catalog.models import Product
from catalog.queries.named import Named


def called(of: Callable[[Any], Product]) -> tuple[Column, Column]:
    """The two columns that name a row's product."""
    brand, article = text_up_to(LONGEST_BRAND), text_up_to(LONGEST_ARTICLE)
    return (
        Column("brand", _("brand"), lambda one: of(one).brand.name, brand, is_needed=True, alias=BRAND),
        Column("article", _("article"), lambda one: of(one).article, article, is_needed=True),
    )


def names_in(rows: Sequence[Row]) -> Named:
    """The products that the rows speak of. 2 queries."""
    return Named({(row.values["brand"], row.values["article"]) for row in rows})


def same_name(row: Row) -> tuple[str, str]:
    """Brand and article for comparison: a brand is the same in any case, an article is not."""
    return row.values["brand"].lower(), row.values["article"]


def known_product(named: Named, brand: str, article: str) -> Product:
    """The product that a row speaks of. Raises Refusal where there is none."""
    product = named.product(brand, article)
    if product is None:
        remedy = _("There is no such product. Write brand and article as they are printed, or add the product first.")
        raise Refusal(remedy, _("article"), f"{brand} {article}")
    return product
