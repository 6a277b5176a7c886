"""What a company books its purchases to."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from b2b_portal.core.models import Timestamped

if TYPE_CHECKING:
    from accounts.actors import Actor


class CostCentreQuerySet(models.QuerySet["CostCentre"]):
    def visible_to(self, actor: "Actor") -> "CostCentreQuerySet":
        """Cost centres of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class CostCentre(Timestamped):
    """A cost centre under the code that the company's own books give it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="cost_centres", verbose_name=_("company")
    )
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("is in use"), default=True)

    objects = CostCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost centre")
        verbose_name_plural = _("cost centres")
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="cost_centre_code_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
