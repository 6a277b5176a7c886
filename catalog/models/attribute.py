"""What goods of a section are compared by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import one_of
from catalog.enums import AttributeKind
from catalog.models.category import Category
from catalog.models.product import Product


class Attribute(models.Model):
    """A typed reading of one attribute of products: of a section and all below it, or of every section.

    `name` is the attribute's name as products bear it. A number is read from the beginning of the text in `unit`;
    a text that does not begin with a number gives none. A measure is what a price can be divided by: price per page.
    """

    category = models.ForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attributes",
        verbose_name=_("section"),
        help_text=_("Empty: every section."),
    )
    name = models.CharField(_("name"), max_length=100)
    code = models.SlugField(_("code"), max_length=50, help_text=_("Its name in addresses."))
    kind = models.CharField(_("kind"), max_length=10, choices=AttributeKind)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_measure = models.BooleanField(_("prices compare per one of it"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["category", "name"], name="attribute_name_unique", nulls_distinct=False),
            models.UniqueConstraint(fields=["category", "code"], name="attribute_code_unique", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(is_measure=False) | models.Q(kind=AttributeKind.NUMBER),
                name="attribute_measure_is_number",
                violation_error_message=_("Only a number can be a measure."),
            ),
            one_of("attribute", "kind", AttributeKind.values),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.unit}" if self.unit else self.name


class AttributeValue(models.Model):
    """What a product on sale says of an attribute. The database keeps it from `Product.attributes`."""

    pk = models.CompositePrimaryKey("product_id", "attribute_id")
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="attribute_values", db_index=False, verbose_name=_("product")
    )
    attribute = models.ForeignKey(
        Attribute, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("attribute")
    )
    number = models.DecimalField(_("number"), max_digits=24, decimal_places=6, null=True)
    text = models.CharField(_("text"), max_length=200)

    class Meta:
        verbose_name = _("value of an attribute")
        verbose_name_plural = _("values of attributes")
        indexes = [models.Index(fields=["attribute", "product"], name="attribute_value_products")]

    def __str__(self) -> str:
        return self.text
