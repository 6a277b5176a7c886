"""Who may receive goods in a company's name."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from b2b_portal.core.models import Timestamped

if TYPE_CHECKING:
    from accounts.actors import Actor


class PowerOfAttorneyQuerySet(models.QuerySet["PowerOfAttorney"]):
    def visible_to(self, actor: "Actor") -> "PowerOfAttorneyQuerySet":
        """Powers in force or run out, not revoked, of the company the actor acts for."""
        return self.filter(company=actor.company, is_active=True) if actor.company else self.none()


@pghistory.track()
class PowerOfAttorney(Timestamped):
    """A paper one or an electronic one (МЧД, 36 characters), good until the end of its last day or until revoked.

    An order keeps a copy of what it was told; what was revoked or ran out is found when the goods are handed over.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="powers", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=50)
    holder = models.CharField(_("who receives"), max_length=150)
    issued_on = models.DateField(_("issued on"))
    valid_until_on = models.DateField(_("valid until"))
    is_active = models.BooleanField(_("is not revoked"), default=True)

    objects = PowerOfAttorneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("power of attorney")
        verbose_name_plural = _("powers of attorney")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], condition=models.Q(is_active=True), name="power_number_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until_on__gte=models.F("issued_on")), name="power_issued_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}, {self.holder}"
