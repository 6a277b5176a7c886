"""A role that a company composed for itself."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.permissions import Permission
from b2b_portal.core.models import Timestamped

if TYPE_CHECKING:
    from accounts.actors import Actor


class OwnRoleQuerySet(models.QuerySet["OwnRole"]):
    def visible_to(self, actor: "Actor") -> "OwnRoleQuerySet":
        """Roles of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class OwnRole(Timestamped):
    """Permissions under a name. Whoever holds it holds nothing else; one that is switched off is held by nobody."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="own_roles", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=60)
    permissions = ArrayField(models.CharField(max_length=40), verbose_name=_("permissions"))
    is_active = models.BooleanField(_("is in use"), default=True)

    objects = OwnRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("own role")
        verbose_name_plural = _("own roles")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="own_role_name_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def granted(self) -> frozenset[Permission]:
        """What the role grants; a permission that no longer exists grants nothing."""
        return frozenset(Permission(one) for one in self.permissions if one in set(Permission))
