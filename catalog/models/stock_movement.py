"""The trail of stock: every change of a balance in one append-only row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import AppendOnly
from b2b_portal.core.models.abstract import one_of
from catalog.enums import MovementKind
from catalog.models.stock import Stock


class StockMovement(AppendOnly):
    """on_hand and reserved of a stock row are the sums of these deltas."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements", verbose_name=_("stock"))
    kind = models.CharField(_("kind"), max_length=10, choices=MovementKind)
    on_hand_delta = models.IntegerField(_("change on hand"), default=0)
    reserved_delta = models.IntegerField(_("change reserved"), default=0)
    holder = models.UUIDField(_("holder"), null=True)
    author_uid = models.UUIDField(_("author"), null=True)
    moved_at = models.DateTimeField(_("moved at"))

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        constraints = [one_of("stock_movement", "kind", MovementKind.values)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on_hand_delta:+d}/{self.reserved_delta:+d}"
