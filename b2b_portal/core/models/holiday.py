"""Days that differ from Monday-to-Friday: public holidays and days the Government moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """One calendar day whose status is not its weekday's."""

    day = models.DateField(_("day"), primary_key=True)
    is_working = models.BooleanField(_("is a working day"), default=False)
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
