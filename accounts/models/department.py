"""Parts of a company: whose orders, under which head."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.models.user import User
from b2b_portal.core.models import Timestamped

if TYPE_CHECKING:
    from accounts.actors import Actor


class DepartmentQuerySet(models.QuerySet["Department"]):
    def visible_to(self, actor: "Actor") -> "DepartmentQuerySet":
        """Departments of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class Department(Timestamped):
    """A department with its head, who decides what its people ask for; one without a head asks nobody."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="departments", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=100)
    head = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("head")
    )
    is_active = models.BooleanField(_("is in use"), default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="department_name_unique")]

    def __str__(self) -> str:
        return self.name
