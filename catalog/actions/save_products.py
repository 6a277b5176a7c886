"""Save what products are and how they are sold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.db import connection
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.keep_floors import keep_floors
from catalog.articles import printed, search_key
from catalog.models import Brand, Category, Product

_KNOWN = """
    SELECT product.* FROM unnest(%s::bigint[], %s::text[]) AS said (brand_id, article)
      JOIN catalog_product AS product USING (brand_id, article)
     ORDER BY product.id
       FOR NO KEY UPDATE OF product
"""
_COLUMNS = {
    "name": "text",
    "category_id": "bigint",
    "unit": "text",
    "vat_rate": "numeric",
    "pack_multiple": "int",
    "minimum_quantity": "int",
    "is_on_sale": "boolean",
    "attributes": "jsonb",
}
_UPDATE = f"""
    UPDATE catalog_product AS product SET {", ".join(f"{name} = said.{name}" for name in _COLUMNS)}
      FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
        AS said (id, {", ".join(_COLUMNS)})
     WHERE product.id = said.id
"""


class ProductFacts(TypedDict, total=False):
    """What is said of a product; what is left out stays as it is, an attribute too."""

    name: str
    category: Category
    unit: str
    vat_rate: Decimal | None
    pack_multiple: int
    minimum_quantity: int
    is_on_sale: bool
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class SaidProduct:
    """A product by brand and printed article, and what is said of it."""

    brand: str
    article: str
    facts: ProductFacts

    @property
    def name(self) -> tuple[str, str]:
        """Brand and article as they are kept."""
        return printed(self.brand), printed(self.article)


class ProductNameless(RuleBroken):
    """A new product needs more than its article. Fact: product."""

    message = _("%(product)s is new: a name and a category are needed.")
    code = "product_nameless"


class ArticleEmpty(RuleBroken):
    """A product without a brand or an article cannot be told from another."""

    message = _("A product needs a brand and an article.")
    code = "article_empty"


def save_products(*, products: Sequence[SaidProduct], by: Actor, at: datetime) -> list[Product]:
    """Creates products of these brands and articles, or changes what is said of them; returns them as they are then.

    New brands are made too. Of two sayings about one product the last one holds. 7 queries, however many there are, and
    3 more where another VAT rate moves lowest prices.
    Locks: the known products by primary key. Raises ArticleEmpty, ProductNameless.
    """
    said = {one.name: one for one in products}
    if any(not brand or not article for brand, article in said):
        raise ArticleEmpty
    with change(by, at):
        brands = _brands({brand for brand, _article in said})
        known = _known(said, brands)
        new = [_new(one, brands) for name, one in said.items() if name not in known]
        taxed = [product.pk for name, product in known.items() if _has_other_vat(product, said[name])]
        for name, product in known.items():
            attributes = {**product.attributes, **said[name].facts.get("attributes", {})}
            for field, value in said[name].facts.items():
                setattr(product, field, value)
            product.attributes = attributes
        _update(list(known.values()))
        if taxed:
            keep_floors(product_ids=taxed)
        return [*known.values(), *Product.objects.bulk_create(new)]


def _brands(names: set[str]) -> dict[str, Brand]:
    Brand.objects.bulk_create([Brand(name=name) for name in sorted(names)], ignore_conflicts=True)
    return {brand.name: brand for brand in Brand.objects.filter(name__in=names)}


def _known(said: Mapping[tuple[str, str], SaidProduct], brands: Mapping[str, Brand]) -> dict[tuple[str, str], Product]:
    """The products that are there, locked."""
    by_pk = {brand.pk: brand for brand in brands.values()}
    asked = [[brands[brand].pk for brand, _article in said], [article for _brand, article in said]]
    found = list(Product.objects.raw(_KNOWN, asked))
    for product in found:
        product.brand = by_pk[product.brand_id]
    return {(product.brand.name, product.article): product for product in found}


def _has_other_vat(product: Product, said: SaidProduct) -> bool:
    return "vat_rate" in said.facts and said.facts["vat_rate"] != product.vat_rate


def _new(said: SaidProduct, brands: Mapping[str, Brand]) -> Product:
    brand, article = said.name
    if not said.facts.get("name") or "category" not in said.facts:
        raise ProductNameless(product=f"{brand} {article}")
    return Product(brand=brands[brand], article=article, key=search_key(article), **said.facts)


def _update(products: Sequence[Product]) -> None:
    """Writes by one statement: bulk_update would build a CASE of thousands of branches for every column."""
    columns = [[getattr(product, name) for product in products] for name in ("id", *_COLUMNS)]
    columns[-1] = [Jsonb(attributes) for attributes in columns[-1]]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)
