"""Save what a product is and how it is sold."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.articles import printed, search_key
from catalog.models import Brand, Category, Product


class ProductFacts(TypedDict, total=False):
    """What is said of a product; what is left out stays as it is."""

    name: str
    category: Category
    unit: str
    vat_rate: Decimal | None
    pack_multiple: int
    minimum_quantity: int
    is_on_sale: bool


class ProductNameless(RuleBroken):
    """A new product needs more than its article. Fact: product."""

    message = _("%(product)s is new: a name and a category are needed.")
    code = "product_nameless"


class ArticleEmpty(RuleBroken):
    """A product without a brand or an article cannot be told from another."""

    message = _("A product needs a brand and an article.")
    code = "article_empty"


def save_product(*, brand: str, article: str, facts: ProductFacts, by: Actor, at: datetime) -> Product:
    """Creates the product of this brand and printed article, or changes what is said of it; a new brand is made too.

    Locks: the product. Raises ArticleEmpty, ProductNameless.
    """
    brand, article = printed(brand), printed(article)
    if not brand or not article:
        raise ArticleEmpty
    with change(by, at):
        known = (
            Product.objects.select_for_update(no_key=True, of=("self",))
            .select_related("brand")
            .filter(brand__name=brand, article=article)
            .first()
        )
        if known is None:
            return _create(brand, article, facts)
        for name, value in facts.items():
            setattr(known, name, value)
        known.save(update_fields=list(facts))
        return known


def _create(brand: str, article: str, facts: ProductFacts) -> Product:
    if not facts.get("name") or "category" not in facts:
        raise ProductNameless(product=f"{brand} {article}")
    maker = Brand.objects.get_or_create(name=brand)[0]
    return Product.objects.create(brand=maker, article=article, key=search_key(article), **facts)
