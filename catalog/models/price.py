"""The price now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative
from catalog.models.price_list import PriceList
from catalog.models.product import Product


class Price(models.Model):
    """Unit price from a quantity on, in the list's currency and sense (net or gross). History is PriceChange."""

    # no key in the database: loading a list would check it once per row, and every row of a load has the same list
    price_list = models.ForeignKey(
        PriceList,
        on_delete=models.CASCADE,
        related_name="prices",
        db_constraint=False,
        db_index=False,
        verbose_name=_("price list"),
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="prices", db_index=False, verbose_name=_("product")
    )
    quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    unit_price = models.DecimalField(_("unit price"), max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["product", "price_list", "quantity"], name="price_unique"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="price_quantity_positive"),
            *not_negative("price", "unit_price"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}+: {self.unit_price}"
