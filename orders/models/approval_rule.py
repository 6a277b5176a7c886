"""Which orders of a company need whose yes."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Company, Department, OwnRole, User
from accounts.permissions import ROLE_CHOICES, Role
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import not_negative, one_of
from catalog.models import Brand, Category
from orders.approvals import Level, level_of

if TYPE_CHECKING:
    from accounts.actors import Actor


class ApprovalRuleQuerySet(models.QuerySet["ApprovalRule"]):
    def visible_to(self, actor: "Actor") -> "ApprovalRuleQuerySet":
        """Rules of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


@pghistory.track()
class ApprovalRule(Timestamped):
    """An order that meets all conditions that are set needs a yes on every level; a rule without conditions is for
    every order. Sums are with VAT, the total with delivery. `levels` are those of orders/approvals.py as JSON: so the
    trail has a rule whole. The rules in prose: docs/approvals.md.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("is in use"), default=True)
    total_from = models.DecimalField(
        _("total of the order from, ₽"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    line_from = models.DecimalField(_("any line from, ₽"), max_digits=14, decimal_places=2, null=True, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("brand")
    )
    asks_new_product = models.BooleanField(_("a product never bought before"), default=False)
    asks_over_budget = models.BooleanField(_("over a budget or a personal limit"), default=False)
    address = models.ForeignKey(
        Address, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("address")
    )
    role = models.CharField(_("role of the author"), max_length=20, choices=ROLE_CHOICES, blank=True)
    own_role = models.ForeignKey(
        OwnRole, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own role")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    decide_working_days = models.PositiveSmallIntegerField(_("to be decided within, working days"), default=2)
    escalates_after_days = models.PositiveSmallIntegerField(
        _("asks somebody else too after, working days"), null=True, blank=True
    )
    escalates_to = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whom")
    )
    allows_own = models.BooleanField(_("the author may approve his own order"), default=False)
    levels = models.JSONField(_("levels"), default=list)

    objects = ApprovalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of approval")
        verbose_name_plural = _("rules of approval")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="approval_rule_name_unique"),
            models.CheckConstraint(condition=Q(decide_working_days__range=(1, 30)), name="approval_rule_days_sane"),
            models.CheckConstraint(
                condition=Q(escalates_after_days=None, escalates_to=None)
                | Q(escalates_after_days__gte=1, escalates_to__isnull=False),
                name="approval_rule_escalates_to_somebody",
            ),
            one_of("approval_rule", "role", ["", *(role.value for role in Role)]),
            models.CheckConstraint(condition=~Q(levels=[]), name="approval_rule_asks_somebody"),
            *not_negative("approval_rule", "total_from", "line_from"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> tuple[Level, ...]:
        """Whom its levels ask, the first first."""
        return tuple(level_of(one) for one in self.levels)
