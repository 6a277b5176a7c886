"""States of orders and kinds of history entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    PLACED = "placed", _("placed")
    CONFIRMED = "confirmed", _("confirmed")
    SHIPPED = "shipped", _("shipped")
    CANCELLED = "cancelled", _("cancelled")


class HistoryKind(models.TextChoices):
    PLACED = "placed", _("Order placed")
    RESERVED = "reserved", _("Goods reserved")
    RESERVATION_EXPIRED = "reservation_expired", _("Reservation expired")
    CONFIRMED = "confirmed", _("Order confirmed")
    SHIPPED = "shipped", _("Order shipped")
    CANCELLED = "cancelled", _("Order cancelled")
