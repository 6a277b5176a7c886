"""What happened to an order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import AppendOnly
from b2b_portal.core.models.abstract import one_of
from orders.enums import HistoryKind
from orders.models.order import Order


class History(AppendOnly):
    """One entry; `by_name` as the person was called that day, `facts` fill the entry's sentence."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="history", verbose_name=_("order"))
    kind = models.CharField(_("kind"), max_length=30, choices=HistoryKind)
    happened_at = models.DateTimeField(_("happened at"))
    by_uid = models.UUIDField(_("by"), null=True)
    by_name = models.CharField(_("by"), max_length=150)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ["happened_at", "id"]
        constraints = [one_of("history", "kind", HistoryKind.values)]
        indexes = [
            models.Index(
                fields=["happened_at"],
                include=["order"],
                condition=models.Q(kind=HistoryKind.SHIPPED),
                name="history_shipped",  # what a quarter's purchases are asked by
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d %H:%M}"
