"""One publication of a price list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import AppendOnly
from b2b_portal.core.models.abstract import one_of
from catalog.enums import VersionKind
from catalog.models.price_list import PriceList


class PriceListVersion(AppendOnly):
    """Who published which file when; its rows are PriceChange."""

    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, related_name="versions", verbose_name=_("price list")
    )
    number = models.PositiveIntegerField(_("number"))
    author_uid = models.UUIDField(_("author"), null=True)
    source_name = models.CharField(_("file"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published at"))
    kind = models.CharField(_("kind"), max_length=10, choices=VersionKind, default=VersionKind.BY_HAND)
    # a rollback brings the list back to what it was before this version
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("undoes"))
    report = models.JSONField(_("report"), default=dict)  # counts: new, up, down, removed

    class Meta:
        verbose_name = _("version of a price list")
        verbose_name_plural = _("versions of price lists")
        constraints = [
            models.UniqueConstraint(fields=["price_list", "number"], name="price_list_version_unique"),
            one_of("price_list_version", "kind", VersionKind.values),
        ]

    def __str__(self) -> str:
        return f"{self.price_list} v{self.number}"
