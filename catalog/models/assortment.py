"""Which products a company sees."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Tier
from catalog.models.brand import Brand
from catalog.models.category import Category
from catalog.models.product import Product


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["verdicts"])
class Assortment(models.Model):
    """What one company, or every company of one price tier, sees; without a row it sees all that is on sale.

    The company's own rules decide before its tier's. docs/assortment.md.
    """

    company = models.OneToOneField(
        Company,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("company"),
    )
    tier = models.OneToOneField(
        Tier, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("price tier")
    )
    shows_rest = models.BooleanField(_("everything else"), null=True)
    # what the rules come to, by p<product>, b<brand>, c<section>, sections below a named one too: 1 seen, 0 hidden;
    # triggers write it whenever a rule changes or a section comes or moves
    verdicts = models.JSONField(db_default={}, editable=False)

    class Meta:
        verbose_name = _("assortment")
        verbose_name_plural = _("assortments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(company__isnull=True) ^ models.Q(tier__isnull=True), name="assortment_has_one_owner"
            )
        ]

    def __str__(self) -> str:
        return str(self.company or self.tier)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AssortmentRule(models.Model):
    """Shows or hides a section with all below it, a brand, or a product.

    Of several that speak of a product its own decides, then its brand's, then that of its deepest section.
    """

    assortment = models.ForeignKey(
        Assortment, on_delete=models.CASCADE, related_name="rules", verbose_name=_("assortment"), db_index=False
    )
    shows = models.BooleanField(_("rule"), default=False)
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    brand = models.ForeignKey(
        Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("brand")
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("product")
    )

    class Meta:
        verbose_name = _("rule of an assortment")
        verbose_name_plural = _("rules of an assortment")
        constraints = [
            models.UniqueConstraint(
                fields=["assortment", "category", "brand", "product"],
                name="assortment_rule_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(category__isnull=False, brand__isnull=True, product__isnull=True)
                | models.Q(category__isnull=True, brand__isnull=False, product__isnull=True)
                | models.Q(category__isnull=True, brand__isnull=True, product__isnull=False),
                name="assortment_rule_has_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return str(self.product or self.brand or self.category)
