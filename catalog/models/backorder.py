"""Awaited quantity: pieces ordered that are not there yet."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import BackorderState
from catalog.models.product import Product


class Backorder(Timestamped):
    """Pieces of a product that `holder` (an order's uid, opaque here) waits for; arrived pieces become a reservation.

    `working_days` is how long such a reservation lasts: the holder's terms of the day he asked.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("product")
    )
    holder = models.UUIDField(_("holder"), db_index=True)
    quantity = models.PositiveIntegerField(_("awaited"))
    arrived = models.PositiveIntegerField(_("arrived"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("reservation, working days"))
    state = models.CharField(_("state"), max_length=10, choices=BackorderState, default=BackorderState.WAITING)

    class Meta:
        verbose_name = _("awaited quantity")
        verbose_name_plural = _("awaited quantities")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="backorder_quantity_positive"),
            models.CheckConstraint(
                condition=models.Q(arrived__gte=0, arrived__lte=models.F("quantity")), name="backorder_arrived_in_range"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(arrived__lt=models.F("quantity")),
                name="backorder_waiting_for_something",
            ),
            models.UniqueConstraint(
                fields=["holder", "product"], condition=models.Q(state="waiting"), name="backorder_waiting_once"
            ),
            one_of("backorder", "state", BackorderState.values),
        ]
        indexes = [
            models.Index(
                fields=["product", "asked_at", "id"], name="backorder_queue", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.waiting} · {self.holder}"

    @property
    def waiting(self) -> int:
        """Pieces still to come."""
        return self.quantity - self.arrived
