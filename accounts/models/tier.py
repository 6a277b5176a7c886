"""A column of wholesale prices."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Tier(models.Model):
    """A price level. `percent` is what its computed lists add to the base tier's prices (-5 = five percent less)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    percent = models.DecimalField(_("percent of the base tier"), max_digits=6, decimal_places=2, default=0)
    is_recommended = models.BooleanField(_("is the recommended retail price"), default=False)

    class Meta:
        verbose_name = _("price tier")
        verbose_name_plural = _("price tiers")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__gt=-100), name="tier_percent_above_minus_100"),
            models.UniqueConstraint(
                fields=["is_recommended"], condition=models.Q(is_recommended=True), name="tier_recommended_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
