"""The contract carries the terms on which a company buys."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.models.seller import Seller
from accounts.models.user import User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import not_negative

if TYPE_CHECKING:
    from accounts.actors import Actor


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, actor: "Actor") -> "ContractQuerySet":
        """Contracts of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class Contract(Timestamped):
    """Terms left empty are the seller's defaults."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("company"))
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, verbose_name=_("seller"))
    number = models.CharField(_("number"), max_length=50)
    signed_on = models.DateField(_("signed on"))
    is_default = models.BooleanField(_("is the company's default"), default=True)
    is_open = models.BooleanField(_("is in force"), default=True, db_default=True)
    reservation_working_days = models.PositiveSmallIntegerField(_("reservation, working days"), null=True, blank=True)
    reservation_renewals = models.PositiveSmallIntegerField(
        _("renewals of a reservation by the buyer"), null=True, blank=True
    )
    deferral_days = models.PositiveSmallIntegerField(_("payment deferral, days"), null=True, blank=True)
    prepayment_percent = models.PositiveSmallIntegerField(_("prepayment, percent"), null=True, blank=True)
    minimum_order_gross = models.DecimalField(
        _("minimum order with VAT"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    credit_limit = models.DecimalField(_("credit limit"), max_digits=14, decimal_places=2, null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField(_("grace after the day of payment, days"), null=True, blank=True)
    overrun_gross = models.DecimalField(
        _("allowed overrun of the credit limit"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    overrun_approver = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("who lets the limit be overrun"),
        help_text=_("One of our people. Empty: the company's account manager."),
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="contract_number_unique"),
            models.UniqueConstraint(
                fields=["company"], condition=models.Q(is_default=True), name="contract_default_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True) | models.Q(is_default=False), name="contract_default_is_open"
            ),
            models.CheckConstraint(
                condition=models.Q(prepayment_percent__isnull=True) | models.Q(prepayment_percent__lte=100),
                name="contract_prepayment_percent_at_most_100",
            ),
            *not_negative("contract", "minimum_order_gross", "credit_limit", "overrun_gross"),
        ]

    def __str__(self) -> str:
        return self.number
