"""An order with everything frozen that a later change must not touch."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Contract, CostCentre, Department, User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import not_negative, one_of
from orders.enums import OrderStatus

if TYPE_CHECKING:
    from accounts.actors import Actor


# unique and rising; gaps are allowed, as order numbers are not documents' numbers
NEXT_NUMBER = models.Func(models.Value("order_number"), function="nextval", output_field=models.BigIntegerField())


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: "Actor") -> "OrderQuerySet":
        """Orders of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class Order(Timestamped):
    """Requisites of both parties, prices and rates are those of the moment it was placed. Sums are sums of live lines.

    `revision` rises when a line is cancelled: each has its own papers. An empty consignee
    or payer is the buyer himself.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.BigIntegerField(_("number"), unique=True, editable=False, db_default=NEXT_NUMBER)
    key = models.UUIDField(_("idempotency key"), editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", verbose_name=_("contract"))
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("placed by"))
    placed_at = models.DateTimeField(_("placed at"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cost centre")
    )
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.PLACED)
    approval_due_at = models.DateTimeField(_("to be decided by"), null=True)
    reserved_until = models.DateTimeField(_("reserved until"), null=True)
    renewals = models.PositiveSmallIntegerField(_("renewals of the reservation by the buyer"), default=0)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    buyer_number = models.CharField(_("buyer's own number"), max_length=50, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=1000)
    seller_requisites = models.JSONField(_("seller's requisites"))
    buyer_requisites = models.JSONField(_("buyer's requisites"))
    contract_terms = models.JSONField(_("terms of the contract"))
    delivery = models.JSONField(_("delivery"), default=dict)
    consignee = models.JSONField(_("consignee"), default=dict)
    payer = models.JSONField(_("payer"), default=dict, db_default=models.Value({}, models.JSONField()))
    not_later_than_on = models.DateField(_("not later than"), null=True)
    net = models.DecimalField(_("without VAT"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("with VAT"), max_digits=14, decimal_places=2)
    deferred_gross = models.DecimalField(
        _("paid after shipment"), max_digits=14, decimal_places=2, default=0, db_default=0
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="order_key_unique"),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("tax")), name="order_net_plus_tax_is_gross"
            ),
            models.CheckConstraint(
                condition=models.Q(deferred_gross__lte=models.F("gross")), name="order_deferred_at_most_gross"
            ),
            one_of("order", "status", OrderStatus.values),
            *not_negative("order", "net", "tax", "deferred_gross"),
        ]
        indexes = [
            models.Index(fields=["company", "-placed_at"], name="order_of_company"),
            models.Index(fields=["-placed_at", "-id"], name="order_latest"),  # the staff's list
            models.Index(fields=["status", "-placed_at", "-id"], name="order_of_status"),
            models.Index(OpClass(Upper("buyer_number"), name="text_pattern_ops"), name="order_buyer_number"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def prepaid_gross(self) -> Decimal:
        """What is to be paid before shipment."""
        return self.gross - self.deferred_gross
