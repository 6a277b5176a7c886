"""What a company owes us and may still owe: one account per contract. The rules are docs/credit.md."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import CreditKind
from accounts.models.contract import Contract
from b2b_portal.core.models import AppendOnly, Timestamped
from b2b_portal.core.models.abstract import not_negative, one_of

if TYPE_CHECKING:
    from accounts.actors import Actor


class CreditAccountQuerySet(models.QuerySet["CreditAccount"]):
    def visible_to(self, actor: "Actor") -> "CreditAccountQuerySet":
        """Accounts of the company the actor acts for."""
        return self.filter(contract__company=actor.company) if actor.company else self.none()


class CreditAccount(Timestamped):
    """Sums of its entries, with VAT: held for orders that are under way, used by goods shipped and not paid.

    The overrun is what the approver allowed above the limit. It counts for new orders until `overrun_until`; what was
    taken under it stays owed, so the sum itself stays until another is set.
    """

    contract = models.OneToOneField(
        Contract, on_delete=models.PROTECT, related_name="credit", verbose_name=_("contract")
    )
    limit_gross = models.DecimalField(_("limit"), max_digits=14, decimal_places=2, default=0)
    overrun_gross = models.DecimalField(_("allowed above the limit"), max_digits=14, decimal_places=2, default=0)
    overrun_until = models.DateTimeField(_("above the limit until"), null=True)
    overdue_allowed_until = models.DateTimeField(_("in spite of overdue debts until"), null=True)
    held_gross = models.DecimalField(_("held"), max_digits=14, decimal_places=2, default=0)
    used_gross = models.DecimalField(_("used"), max_digits=14, decimal_places=2, default=0)

    objects = CreditAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit account")
        verbose_name_plural = _("credit accounts")
        constraints = [
            *not_negative("credit_account", "limit_gross", "overrun_gross", "held_gross", "used_gross"),
            models.CheckConstraint(
                condition=Q(limit_gross__gte=F("held_gross") + F("used_gross") - F("overrun_gross")),
                name="credit_account_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.contract)


class CreditEntry(AppendOnly):
    """One move of the account. `holder` is the uid of the order it is about."""

    account = models.ForeignKey(
        CreditAccount, on_delete=models.PROTECT, related_name="entries", verbose_name=_("credit account")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CreditKind)
    limit_delta = models.DecimalField(_("change of the limit"), max_digits=14, decimal_places=2, default=0)
    overrun_delta = models.DecimalField(_("change above the limit"), max_digits=14, decimal_places=2, default=0)
    held_delta = models.DecimalField(_("change held"), max_digits=14, decimal_places=2, default=0)
    used_delta = models.DecimalField(_("change used"), max_digits=14, decimal_places=2, default=0)
    holder = models.UUIDField(_("holder"), null=True)
    due_on = models.DateField(_("to be paid by"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by_uid = models.UUIDField(_("author"), null=True)
    by_name = models.CharField(_("who"), max_length=150)
    happened_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("entry of a credit account")
        verbose_name_plural = _("entries of credit accounts")
        constraints = [one_of("credit_entry", "kind", CreditKind.values)]
        indexes = [
            models.Index(fields=["account", "-id"], name="credit_entry_of_account"),
            models.Index(fields=["holder"], name="credit_entry_of_holder", condition=Q(holder__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_delta:+}/{self.used_delta:+}"


class CreditDebt(Timestamped):
    """Goods shipped on credit: `source` is what was shipped, once (today a whole order), `holder` its order."""

    account = models.ForeignKey(
        CreditAccount, on_delete=models.PROTECT, related_name="debts", verbose_name=_("credit account")
    )
    holder = models.UUIDField(_("holder"))
    source = models.UUIDField(_("what was shipped"), unique=True)
    due_on = models.DateField(_("to be paid by"))
    gross = models.DecimalField(_("with VAT"), max_digits=14, decimal_places=2)
    paid_gross = models.DecimalField(_("paid"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("debt")
        verbose_name_plural = _("debts")
        constraints = [
            *not_negative("credit_debt", "gross", "paid_gross"),
            models.CheckConstraint(condition=Q(paid_gross__lte=F("gross")), name="credit_debt_paid_at_most_gross"),
        ]
        indexes = [
            models.Index(fields=["account", "due_on"], name="credit_debt_open", condition=Q(paid_gross__lt=F("gross")))
        ]

    def __str__(self) -> str:
        return f"{self.gross} {self.due_on}"
