"""Money that came from a company."""

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import not_negative

if TYPE_CHECKING:
    from accounts.actors import Actor


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, actor: "Actor") -> "PaymentQuerySet":
        """Payments of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class Payment(Timestamped):
    """One payment order. `left_gross` is what no debt took: paid in advance, or too much."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    number = models.CharField(_("number of the payment order"), max_length=50)
    paid_on = models.DateField(_("paid on"))
    gross = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    left_gross = models.DecimalField(_("left over"), max_digits=14, decimal_places=2, default=0, editable=False)
    purpose = models.CharField(_("purpose"), max_length=210, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["company", "number", "paid_on", "gross"], name="payment_once"),
            models.CheckConstraint(condition=Q(gross__gt=Decimal(0)), name="payment_gross_positive"),
            models.CheckConstraint(condition=Q(left_gross__lte=F("gross")), name="payment_left_at_most_gross"),
            *not_negative("payment", "left_gross"),
        ]
        indexes = [
            models.Index(fields=["company", "-paid_on"], name="payment_of_company"),
            models.Index(fields=["company"], name="payment_left", condition=Q(left_gross__gt=0)),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.paid_on:%d.%m.%Y}"
