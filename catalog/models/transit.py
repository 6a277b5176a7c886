"""What is on its way to a warehouse."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from catalog.models.warehouse import Warehouse


class Transit(models.Model):
    """Pieces of a product that reach a warehouse on a day. A receipt takes them off, the earliest day first."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="transits", db_index=False, verbose_name=_("product")
    )
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    expected_on = models.DateField(_("expected on"))
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("goods in transit")
        verbose_name_plural = _("goods in transit")
        ordering = ["product", "expected_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "warehouse", "expected_on"], name="transit_unique"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="transit_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} · {self.expected_on:%Y-%m-%d}"
