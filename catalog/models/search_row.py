"""What search and its facets know of products on sale."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from catalog.enums import StockClass
from catalog.models.brand import Brand
from catalog.models.category import Category
from catalog.models.product import Product


class SearchRow(models.Model):
    """One row for each product on sale with all that finding, counting and sorting need. No price.

    The database keeps it: a product's own changes at once; stock, makers' names and sections through SearchDue, which
    `refresh_search_rows` works off. `words`: name (A), brand and its aliases (B), sections (C), attributes (D), as
    `catalog_search_text()` reads them. `says`: ids of attribute choices. `name_start` is for sorting.
    """

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    category = models.ForeignKey(
        Category, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    stock_class = models.PositiveSmallIntegerField(choices=StockClass, default=StockClass.TO_ORDER)
    smallest_order = models.PositiveIntegerField(default=1)  # as Product.smallest_order counts it
    vat_rate = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    says = ArrayField(models.IntegerField(), default=list)
    name_start = models.CharField(max_length=40, default="")
    key = models.CharField(max_length=100)
    words = SearchVectorField()

    class Meta:
        verbose_name = "search row"
        indexes = [
            models.Index(fields=["key"], name="searchrow_key_prefix", opclasses=["text_pattern_ops"]),
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="searchrow_key_part"),
            GinIndex(fields=["words"], name="searchrow_words"),
        ]

    def __str__(self) -> str:
        return self.key


class SearchDue(models.Model):
    """A product whose search row may no longer be true: all of it, or its stock class alone."""

    product = models.ForeignKey(
        Product, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    is_stock = models.BooleanField(db_default=False)

    class Meta:
        verbose_name = "search row due"

    def __str__(self) -> str:
        return str(self.product_id)
