"""What goods of a section are compared by."""

from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import one_of
from catalog.enums import AttributeKind
from catalog.models.category import Category


class AttributeQuerySet(models.QuerySet["Attribute"]):
    def in_section(self, category_id: int) -> "AttributeQuerySet":
        """Definitions that hold in a section: its own, those of all above it, and those of every section."""
        above = (
            Category.objects.filter(pk=category_id).annotate(one=Func(F("lineage"), function="unnest")).values("one")
        )
        return self.filter(models.Q(category__isnull=True) | models.Q(category__in=above))


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

    objects = AttributeQuerySet.as_manager()

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


class AttributeChoice(models.Model):
    """One thing that products say of an attribute. Search rows hold its id; the database writes both."""

    id = models.AutoField(primary_key=True)
    attribute = models.ForeignKey(
        Attribute, on_delete=models.CASCADE, related_name="choices", db_index=False, verbose_name=_("attribute")
    )
    text = models.CharField(_("text"), max_length=200)
    number = models.DecimalField(_("numeric value"), max_digits=24, decimal_places=6, null=True)

    class Meta:
        verbose_name = _("value of an attribute")
        verbose_name_plural = _("values of attributes")
        constraints = [models.UniqueConstraint(fields=["attribute", "text"], name="attribute_choice_unique")]

    def __str__(self) -> str:
        return self.text
