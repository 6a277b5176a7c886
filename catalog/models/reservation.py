"""Goods held for somebody until a moment."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import ReservationState
from catalog.models.stock import Stock


class Reservation(Timestamped):
    """Pieces of one stock row held for `holder` (an order's uid, opaque here) until `until`, exclusive."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reservations", verbose_name=_("stock"))
    holder = models.UUIDField(_("holder"), db_index=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    until = models.DateTimeField(_("until"))
    state = models.CharField(_("state"), max_length=10, choices=ReservationState, default=ReservationState.ACTIVE)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="reservation_quantity_positive"),
            one_of("reservation", "state", ReservationState.values),
        ]
        indexes = [
            models.Index(fields=["until"], name="reservation_due", condition=models.Q(state="active")),
            models.Index(fields=["stock"], name="reservation_active", condition=models.Q(state="active")),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} · {self.until:%Y-%m-%d %H:%M}"
