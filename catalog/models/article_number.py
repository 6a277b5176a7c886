"""Other numbers by which a product is found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import one_of
from catalog.enums import NumberKind
from catalog.models.product import Product


class ArticleNumber(models.Model):
    """A typed number: a cross is a number and a brand together (TecDoc's ART_LOOKUP)."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="numbers", verbose_name=_("product"))
    kind = models.CharField(_("kind"), max_length=10, choices=NumberKind)
    brand_name = models.CharField(_("brand of the number"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=100)
    key = models.CharField(max_length=100, editable=False)

    class Meta:
        verbose_name = _("other number")
        verbose_name_plural = _("other numbers")
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "brand_name", "number"], name="article_number_unique"),
            one_of("article_number", "kind", NumberKind.values),
        ]
        indexes = [models.Index(fields=["key"], name="article_number_key")]

    def __str__(self) -> str:
        return self.number
