"""Where goods lie."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Warehouse(models.Model):
    """A named warehouse; `lead_days` until goods from it can be collected in the company's city."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    lead_days = models.PositiveSmallIntegerField(_("days to the buyer"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("warehouse")
        verbose_name_plural = _("warehouses")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
