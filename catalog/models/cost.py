"""What a product costs us: read by staff's queries alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative
from catalog.models.product import Product


class Cost(models.Model):
    """Roubles without VAT for one sales unit. Only `queries/costs.py` and staff's actions read it."""

    product = models.OneToOneField(
        Product, on_delete=models.CASCADE, related_name="+", primary_key=True, verbose_name=_("product")
    )
    unit_net = models.DecimalField(_("cost without VAT"), max_digits=16, decimal_places=4)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = not_negative("cost", "unit_net")

    def __str__(self) -> str:
        return f"{self.unit_net}"
