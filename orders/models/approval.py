"""Who was asked about an order, and what he said."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from orders.enums import ApprovalMode
from orders.models.order import Order

if TYPE_CHECKING:
    from accounts.actors import Actor


class ApprovalStep(Timestamped):
    """A level of a rule as it was when the order was sent. A level is open once those below it have agreed.

    `reasons` say why the rule asks: a kind and its facts each. Done is what has its yes, or all of them.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="approval_steps", verbose_name=_("order"))
    level = models.PositiveSmallIntegerField(_("level"))
    rule_name = models.CharField(_("rule of approval"), max_length=100, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    mode = models.CharField(_("who must agree"), max_length=3, choices=ApprovalMode)
    opened_at = models.DateTimeField(_("asked at"), null=True)
    done_at = models.DateTimeField(_("agreed at"), null=True)
    escalates_at = models.DateTimeField(_("asks somebody else too at"), null=True)
    escalates_after_days = models.PositiveSmallIntegerField(null=True)
    escalates_to = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("whom")
    )
    escalated_at = models.DateTimeField(_("asked somebody else too at"), null=True)

    class Meta:
        verbose_name = _("step of an approval")
        verbose_name_plural = _("steps of approvals")
        ordering = ["order", "level", "id"]
        constraints = [
            one_of("approval_step", "mode", ApprovalMode.values),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(opened_at__isnull=False), name="approval_step_done_was_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["escalates_at"], name="approval_step_escalates", condition=Q(done_at=None, escalated_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.level} {self.rule_name}"


class ApprovalAsk(Timestamped):
    """One person whose yes a step wants. `decided_by` is he himself or his deputy of that day; a yes is given once."""

    step = models.ForeignKey(
        ApprovalStep, on_delete=models.CASCADE, related_name="asks", verbose_name=_("step of an approval")
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    is_escalation = models.BooleanField(_("asked because nobody decided"), default=False)
    approved_at = models.DateTimeField(_("agreed at"), null=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        verbose_name = _("question of an approval")
        verbose_name_plural = _("questions of approvals")
        ordering = ["step", "id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "person"], name="approval_ask_unique"),
            models.CheckConstraint(
                condition=Q(approved_at=None, decided_by=None) | Q(approved_at__isnull=False, decided_by__isnull=False),
                name="approval_ask_somebody_decided",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="approval_ask_open", condition=Q(approved_at=None))]

    def __str__(self) -> str:
        return f"{self.step} {self.person}"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def visible_to(self, actor: "Actor") -> "DeputyQuerySet":
        """Deputies in the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()

    def on(self, day: date) -> "DeputyQuerySet":
        """Those who stand in that day."""
        return self.filter(valid_from__lte=day, valid_until__gt=day, ended_at=None)


@pghistory.track()
class Deputy(Timestamped):
    """Who decides in somebody's place, from a day on, before another. Both may decide meanwhile."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("deputy"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid before"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("deputy")), name="deputy_is_somebody_else"),
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("valid_from")), name="deputy_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} / {self.person}"
