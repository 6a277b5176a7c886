"""Exchange rates by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Currency


class Rate(models.Model):
    """Roubles for one unit of a currency, from this day until the next row's."""

    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    valid_from_on = models.DateField(_("from day"))
    roubles = models.DecimalField(_("roubles for one"), max_digits=12, decimal_places=4)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "valid_from_on"], name="rate_day_unique"),
            models.CheckConstraint(condition=models.Q(roubles__gt=0), name="rate_roubles_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.valid_from_on}: {self.roubles}"
