"""States of orders and kinds of history entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    PLACED = "placed", _("placed")
    CONFIRMED = "confirmed", _("confirmed")
    PICKING = "picking", _("being picked")
    SHIPPED = "shipped", _("shipped")
    CANCELLED = "cancelled", _("cancelled")


class LineKind(models.TextChoices):
    GOODS = "goods", _("goods")
    DELIVERY = "delivery", _("delivery")


class DeliveryKind(models.TextChoices):
    ADDRESS = "address", _("to the buyer's address")
    PICKUP = "pickup", _("pick-up from a warehouse")


class PaymentWay(models.TextChoices):
    """How a buyer wants to pay an order."""

    DEFERRED = "deferred", _("on the terms of the contract")
    SPLIT = "split", _("a part deferred, the rest prepaid")
    PREPAID = "prepaid", _("prepaid as a whole")


class HistoryKind(models.TextChoices):
    PLACED = "placed", _("Order placed")
    RESERVED = "reserved", _("Goods reserved")
    AWAITED = "awaited", _("The rest is awaited")
    AWAITED_RESERVED = "awaited_reserved", _("Awaited goods arrived and are reserved")
    RENEWED = "renewed", _("Reservation renewed")
    RESERVATION_EXPIRED = "reservation_expired", _("Reservation expired")
    CONFIRMED = "confirmed", _("Order confirmed")
    PICKING = "picking", _("Picking started")
    SHIPPED = "shipped", _("Order shipped")
    LINE_CANCELLED = "line_cancelled", _("Line cancelled")
    CANCELLED = "cancelled", _("Order cancelled")


class ThreadKind(models.TextChoices):
    """What a conversation is about."""

    GENERAL = "general", _("general questions")


class BudgetMove(models.TextChoices):
    """What moved the balance of a budget."""

    COMMITTED = "committed", _("committed by an order")
    SPENT = "spent", _("spent by shipping")
    RELEASED = "released", _("given back")
