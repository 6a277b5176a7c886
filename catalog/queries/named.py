"""Products by what they are called: brand and printed article."""

from collections.abc import Collection, Iterable

from django.db.models.functions import Lower

from catalog.articles import printed
from catalog.models import Brand, Product

_NAMED = """
    SELECT product.* FROM unnest(%s::bigint[], %s::text[]) AS wanted (brand_id, article)
      JOIN catalog_product AS product USING (brand_id, article)
"""


class Named:
    """Finds brands in any case and products by brand and printed article. 2 queries, however many are asked for."""

    def __init__(self, names: Collection[tuple[str, str]]) -> None:
        self._brands = _brands(brand for brand, _article in names)
        self._products = self._found(names)

    def brand(self, name: str) -> Brand | None:
        """The brand that is printed so, or else the one that differs in case only."""
        name = printed(name)
        return self._brands.get(name) or self._brands.get(name.lower())

    def product(self, brand: str, article: str) -> Product | None:
        """The product, its brand read already."""
        maker = self.brand(brand)
        return self._products.get((maker.pk, printed(article))) if maker else None

    def _found(self, names: Collection[tuple[str, str]]) -> dict[tuple[int, str], Product]:
        wanted = {(maker.pk, printed(article)) for brand, article in names if (maker := self.brand(brand))}
        if not wanted:
            return {}
        ids, articles = zip(*wanted, strict=True)
        by_pk = {brand.pk: brand for brand in self._brands.values()}
        found = list(Product.objects.raw(_NAMED, [list(ids), list(articles)]))
        for product in found:
            product.brand = by_pk[product.brand_id]
        return {(product.brand_id, product.article): product for product in found}


def _brands(names: Iterable[str]) -> dict[str, Brand]:
    """By the name as it is printed and, where no other is printed so, by its small letters."""
    asked = {printed(name).lower() for name in names}
    found = list(Brand.objects.annotate(small=Lower("name")).filter(small__in=asked).order_by("-pk"))
    return {**{brand.name.lower(): brand for brand in found}, **{brand.name: brand for brand in found}}
