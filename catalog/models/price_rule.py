"""Where a computed list adds something else than usual."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.brand import Brand
from catalog.models.category import Category
from catalog.models.price_list import PriceList


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceRule(models.Model):
    """A computed list's percent and sum for a brand, a category with all below it, or both.

    Of several that fit, brand and category together win over the brand, the brand over the category, the deeper
    category over the higher.
    """

    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, related_name="rules", verbose_name=_("price list")
    )
    brand = models.ForeignKey(
        Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("brand")
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    percent = models.DecimalField(_("percent added"), max_digits=6, decimal_places=2, default=0)
    amount = models.DecimalField(_("roubles added"), max_digits=16, decimal_places=4, default=0)

    class Meta:
        verbose_name = _("rule of a price list")
        verbose_name_plural = _("rules of price lists")
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "brand", "category"], name="price_rule_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(brand__isnull=False) | models.Q(category__isnull=False),
                name="price_rule_has_subject",
            ),
            models.CheckConstraint(condition=models.Q(percent__gt=-100), name="price_rule_percent_above_minus_100"),
        ]

    def __str__(self) -> str:
        return f"{self.price_list}: {self.brand or ''} {self.category or ''} {self.percent}".strip()
