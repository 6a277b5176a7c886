"""The lowest price of a computed list: made from cost by staff's actions, so that pricing a line never reads cost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import AppendOnly
from b2b_portal.core.models.abstract import not_negative
from catalog.models.price_list import PriceList
from catalog.models.product import Product


class PriceFloor(models.Model):
    """Roubles for a unit, in the sense of the list's source (net or gross); `keep_floors` writes it."""

    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("price list")
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("product")
    )
    unit_price = models.DecimalField(_("unit price"), max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = _("lowest price")
        verbose_name_plural = _("lowest prices")
        constraints = [
            models.UniqueConstraint(fields=["product", "price_list"], name="price_floor_unique"),
            *not_negative("price_floor", "unit_price"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_price}"


class PriceFloorMove(AppendOnly):
    """One run that moved lowest prices, written with them: while its number is the last one, none has moved since."""

    floors = models.PositiveIntegerField(_("lowest prices moved"))

    class Meta:
        verbose_name = _("move of lowest prices")
        verbose_name_plural = _("moves of lowest prices")

    def __str__(self) -> str:
        return f"{self.floors}"
