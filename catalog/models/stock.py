"""How many are left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative
from catalog.models.product import Product
from catalog.models.warehouse import Warehouse


class Stock(models.Model):
    """Pieces of a product in a warehouse. `reserved` is the sum of its active reservations; both move only in SQL."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, verbose_name=_("warehouse"))
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="stocks", db_index=False, verbose_name=_("product")
    )
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse"], name="stock_unique"),
            models.CheckConstraint(condition=models.Q(reserved__lte=models.F("on_hand")), name="stock_no_oversell"),
            *not_negative("stock", "on_hand", "reserved"),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand} − {self.reserved}"
