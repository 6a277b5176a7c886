"""How much a person may order for a company in a period."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import SpendPeriod
from accounts.models.company import Company
from accounts.models.user import User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import not_negative, one_of

if TYPE_CHECKING:
    from accounts.actors import Actor


class PersonalLimitQuerySet(models.QuerySet["PersonalLimit"]):
    def visible_to(self, actor: "Actor") -> "PersonalLimitQuerySet":
        """Limits of the people of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()

    def in_force(self) -> "PersonalLimitQuerySet":
        """Those that limit something."""
        return self.exclude(amount_gross=None)


@pghistory.track()
class PersonalLimit(Timestamped):
    """The most that a person's orders of a month, quarter or year may come to, with VAT; null is no limit any more."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    period = models.CharField(_("period"), max_length=10, choices=SpendPeriod)
    amount_gross = models.DecimalField(_("sum with VAT"), max_digits=14, decimal_places=2, null=True, blank=True)

    objects = PersonalLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal limit")
        verbose_name_plural = _("personal limits")
        ordering = ["company", "user", "period"]
        constraints = [
            models.UniqueConstraint(fields=["company", "user", "period"], name="personal_limit_unique"),
            one_of("personal_limit", "period", SpendPeriod.values),
            *not_negative("personal_limit", "amount_gross"),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.get_period_display()}"
