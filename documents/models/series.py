"""Gapless numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Seller
from b2b_portal.core.models.abstract import one_of
from documents.enums import DocumentKind


class Series(models.Model):
    """The last number of one seller's documents of a kind in a year, counted under its row lock, taken last."""

    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="+", verbose_name=_("seller"))
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    year = models.PositiveSmallIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["seller", "kind", "year"], name="series_unique"),
            one_of("series", "kind", DocumentKind.values),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.last_number}"
