"""A column of wholesale prices."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative


@pghistory.track()
class Tier(models.Model):
    """A price level. `percent` is what its computed lists add to the base tier's prices (-5 = five percent less)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    percent = models.DecimalField(_("percent of the base tier"), max_digits=6, decimal_places=2, default=0)
    turnover_from = models.DecimalField(
        _("purchases per quarter from"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "Roubles with VAT, goods shipped in a calendar quarter. Whoever reaches it moves up at once. Whoever stays "
            "below it is warned when the quarter is over, and moves one tier down if the next one stays below as well. "
            "Empty: companies do not move into or out of this tier by themselves."
        ),
    )
    is_recommended = models.BooleanField(_("is the recommended retail price"), default=False)

    class Meta:
        verbose_name = _("price tier")
        verbose_name_plural = _("price tiers")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__gt=-100), name="tier_percent_above_minus_100"),
            *not_negative("tier", "turnover_from"),
            models.UniqueConstraint(
                fields=["is_recommended"], condition=models.Q(is_recommended=True), name="tier_recommended_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
