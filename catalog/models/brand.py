"""A maker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Brand(models.Model):
    """A maker as it prints its name; two spellings are two brands until staff merge them."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
