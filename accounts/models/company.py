"""The buyer: a legal entity or an entrepreneur."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import CompanyStatus, ReplacementPolicy
from accounts.models.account_manager import AccountManager
from accounts.models.group import CompanyGroup
from accounts.models.tier import Tier
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of

if TYPE_CHECKING:
    from accounts.actors import Actor


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, actor: "Actor") -> "CompanyQuerySet":
        """The company the actor acts for, nothing else."""
        return self.filter(pk=actor.company.pk) if actor.company else self.none()

    def active(self) -> "CompanyQuerySet":
        """Those that are not suspended."""
        return self.filter(status=CompanyStatus.ACTIVE)


@pghistory.track()
class Company(Timestamped):
    """One INN + KPP that buys from us."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=300)
    inn = models.CharField(_("INN"), max_length=12)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    legal_address = models.CharField(_("legal address"), max_length=500, blank=True)
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, verbose_name=_("price tier"))
    group = models.ForeignKey(
        CompanyGroup, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("group of companies")
    )
    account_manager = models.ForeignKey(
        AccountManager, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("account manager")
    )
    status = models.CharField(_("status"), max_length=10, choices=CompanyStatus, default=CompanyStatus.ACTIVE)
    suspension_reason = models.CharField(_("reason of suspension"), max_length=300, blank=True)
    replacement_policy = models.CharField(
        _("analogues and replacements"),
        max_length=10,
        choices=ReplacementPolicy,
        default=ReplacementPolicy.ASK,
        db_default=ReplacementPolicy.ASK,
    )
    demands_second_factor = models.BooleanField(_("demands two-step sign-in"), default=False, db_default=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.UniqueConstraint(fields=["inn", "kpp"], name="company_inn_kpp_unique"),
            one_of("company", "status", CompanyStatus.values),
            one_of("company", "replacement_policy", ReplacementPolicy.values),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_suspended(self) -> bool:
        return self.status == CompanyStatus.SUSPENDED
