"""Who works for which company, in which role."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.models.department import Department
from accounts.models.own_role import OwnRole
from accounts.permissions import Permission, Role, permissions_of, who_can
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of

if TYPE_CHECKING:
    from accounts.actors import Actor


INVITED_FOR = timedelta(days=7)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, actor: "Actor") -> "MembershipQuerySet":
        """People of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()

    def active(self) -> "MembershipQuerySet":
        """Those who said yes, still work there and may sign in."""
        return self.filter(accepted_at__isnull=False, left_at__isnull=True, user__is_active=True)

    def who_may(self, permission: Permission) -> "MembershipQuerySet":
        """Those whose role, or own role, grants the permission."""
        fixed = models.Q(own_role=None, role__in=[role.value for role in who_can(permission)])
        return self.filter(fixed | models.Q(own_role__permissions__contains=[permission.value]))


@pghistory.track()
class Membership(Timestamped):
    """A person's place in a company; who was invited and has not accepted, or left, is a stranger to it.

    An invitation is accepted by setting the first password with its link, else by a button of the person's own.
    Beside an own role, `role` stands for nothing.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("company")
    )
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in Role])
    own_role = models.ForeignKey(
        OwnRole, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own role")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, default=timezone.now, db_default=Now())
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "company"], name="membership_unique"),
            one_of("membership", "role", [role.value for role in Role]),
            models.CheckConstraint(
                condition=models.Q(own_role=None) | models.Q(role=Role.VIEWER.value),
                name="membership_own_role_for_viewer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.company}"

    def is_asked(self, at: datetime) -> bool:
        """Whether the person may still accept."""
        return self.accepted_at is None and self.invited_at is not None and at < self.invited_at + INVITED_FOR

    @property
    def granted(self) -> frozenset[Permission]:
        """What the person may there; read with `own_role` joined."""
        return self.own_role.granted if self.own_role else permissions_of(self.role)

    @property
    def role_name(self) -> str:
        """The role in words; read with `own_role` joined."""
        return self.own_role.name if self.own_role else str(Role(self.role).label)
