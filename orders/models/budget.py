"""What a company means to spend, and the ledger of what its orders took."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import SpendPeriod
from accounts.models import Company, CostCentre, Department
from b2b_portal.core.models import AppendOnly, Timestamped
from b2b_portal.core.models.abstract import not_negative, one_of
from catalog.models import Category
from orders.budgets import Scope
from orders.enums import BudgetMove

if TYPE_CHECKING:
    from accounts.actors import Actor


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, actor: "Actor") -> "BudgetQuerySet":
        """Budgets of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()

    def valid_on(self, day: date) -> "BudgetQuerySet":
        """Those that orders of this day are charged to."""
        not_over = models.Q(valid_until=None) | models.Q(valid_until__gt=day)
        return self.filter(not_over, valid_from__lte=day)


@pghistory.track()
class Budget(Timestamped):
    """A sum for each period, for a department, a cost centre and a category; null is any.

    What it is for never changes, or its ledger would lie: for another purpose there is another budget.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=100)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cost centre")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    period = models.CharField(_("period"), max_length=10, choices=SpendPeriod)
    amount_gross = models.DecimalField(_("sum with VAT for each period"), max_digits=14, decimal_places=2)
    carries_over = models.BooleanField(_("what is left goes to the next period"), default=False)
    is_hard = models.BooleanField(_("refuses orders over it"), default=False)
    warn_percent = models.PositiveSmallIntegerField(
        _("warns at, %"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid before"), null=True, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="budget_name_unique"),
            models.CheckConstraint(condition=models.Q(warn_percent__range=(1, 100)), name="budget_warn_percent_known"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
                name="budget_valid_for_a_day",
            ),
            one_of("budget", "period", SpendPeriod.values),
            *not_negative("budget", "amount_gross"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        """What it is for, for the pure rules."""
        return Scope(self.department_id, self.cost_centre_id, self.category_id)


class BudgetPeriod(Timestamped):
    """The balance of a budget in one period, opened by the first order of it.

    `carried` is the part of `allotted` that came from periods before. `overrun` is what a decision let a hard budget
    take beyond. Balances move in orders/actions/move_budget.py only, and are sums of their entries.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="periods", verbose_name=_("budget"))
    starts_on = models.DateField(_("begins on"))
    is_hard = models.BooleanField(_("refuses orders over it"))
    allotted = models.DecimalField(_("allotted"), max_digits=14, decimal_places=2)
    carried = models.DecimalField(_("carried over"), max_digits=14, decimal_places=2, default=0)
    committed = models.DecimalField(_("committed"), max_digits=14, decimal_places=2, default=0)
    spent = models.DecimalField(_("spent"), max_digits=14, decimal_places=2, default=0)
    overrun = models.DecimalField(_("allowed beyond"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("period of a budget")
        verbose_name_plural = _("periods of budgets")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "starts_on"], name="budget_period_unique"),
            models.CheckConstraint(
                condition=models.Q(is_hard=False)
                | models.Q(allotted__gte=models.F("committed") + models.F("spent") - models.F("overrun")),
                name="budget_period_hard_is_kept",
            ),
            *not_negative("budget_period", "allotted", "carried", "committed", "spent", "overrun"),
        ]

    def __str__(self) -> str:
        return f"{self.budget} {self.starts_on:%Y-%m}"


class BudgetEntry(AppendOnly):
    """One move of a balance; committed and spent of a period are the sums of these deltas."""

    period = models.ForeignKey(
        BudgetPeriod, on_delete=models.PROTECT, related_name="entries", verbose_name=_("period of a budget")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=BudgetMove)
    amount = models.DecimalField(_("sum with VAT"), max_digits=14, decimal_places=2)
    committed_delta = models.DecimalField(_("change of committed"), max_digits=14, decimal_places=2)
    spent_delta = models.DecimalField(_("change of spent"), max_digits=14, decimal_places=2)
    holder = models.UUIDField(_("order"))
    by_uid = models.UUIDField(_("by"), null=True)
    by_name = models.CharField(_("by"), max_length=150)
    happened_at = models.DateTimeField(_("happened at"))

    class Meta:
        verbose_name = _("entry of a budget")
        verbose_name_plural = _("entries of budgets")
        ordering = ["-id"]
        constraints = [
            one_of("budget_entry", "kind", BudgetMove.values),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="budget_entry_moves_something"),
        ]
        indexes = [models.Index(fields=["holder"], name="budget_entry_of_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
