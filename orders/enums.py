"""States of orders and kinds of history entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    APPROVAL = "approval", _("awaits approval")
    RETURNED = "returned", _("returned to its author")
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


class ApprovalMode(models.TextChoices):
    """How many of those who are asked on a level must say yes."""

    ANY = "any", _("any one of them")
    ALL = "all", _("all of them")


class ReasonKind(models.TextChoices):
    """Why a rule asks for a yes; the facts of a reason fill its sentence (orders/approval_words.py)."""

    TOTAL = "total", _("total")
    LINE = "line", _("a line over")
    CATEGORY = "category", _("section of the catalogue")
    BRAND = "brand", _("brand")
    NEW_PRODUCT = "new_product", _("product never bought before")
    OVER_BUDGET = "over_budget", _("over a budget or a limit")
    ADDRESS = "address", _("address of delivery")
    ROLE = "role", _("role of the author")
    DEPARTMENT = "department", _("department of the author")
    ALWAYS = "always", _("every order")
    PROPOSED = "proposed", _("the author only proposes orders")


class HistoryKind(models.TextChoices):
    SENT_FOR_APPROVAL = "sent_for_approval", _("Sent for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned to its author")
    LINE_LOWERED = "line_lowered", _("Quantity lowered")
    LINE_SWAPPED = "line_swapped", _("Line swapped for an analogue")
    ASKED_ANEW = "asked_anew", _("Asked anew: the order became dearer")
    ESCALATED = "escalated", _("Nobody decided, somebody else was asked too")
    APPROVAL_LATE = "approval_late", _("The time to decide is over, the goods are no longer held")
    PLACED = "placed", _("Order placed")
    RESERVED = "reserved", _("Goods reserved")
    AWAITED = "awaited", _("The rest is awaited")
    AWAITED_RESERVED = "awaited_reserved", _("Awaited goods arrived and are reserved")
    RENEWED = "renewed", _("Reservation renewed")
    RESERVATION_EXPIRED = "reservation_expired", _("Reservation expired")
    CONFIRMED = "confirmed", _("Order confirmed")
    COLLECTOR_NAMED = "collector_named", _("Whoever represents the company by law fetches the goods")
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
