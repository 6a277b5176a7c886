"""The outbox: one row per (event, receiver), written in the transaction that made the fact."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models.abstract import Timestamped, one_of


class Delivery(Timestamped):
    """An announced fact on its way to one receiver. The row, not the broker, decides what still has to run."""

    event = models.CharField(_("event"), max_length=100)
    receiver = models.CharField(_("receiver"), max_length=200)
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    fence = models.PositiveIntegerField(default=0, help_text="Counts hand-overs; an older hand-over finds it changed.")
    next_at = models.DateTimeField(_("next attempt"), db_default=Now())
    lease_until = models.DateTimeField(_("lease until"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [one_of("delivery", "state", DeliveryState.values)]
        indexes = [
            models.Index(
                fields=["next_at"], name="delivery_owed", condition=models.Q(state__in=["waiting", "sent", "running"])
            ),
            models.Index(fields=["-id"], name="delivery_dead", condition=models.Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.receiver}"
