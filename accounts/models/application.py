"""Somebody who wants to buy, or to be let into a company that buys already."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import ApplicantKind, ApplicationStatus
from accounts.models.company import Company
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of

if TYPE_CHECKING:
    from accounts.actors import Actor

OPEN = [ApplicationStatus.SENT, ApplicationStatus.MORE_WANTED]
ANSWERED_NO = [ApplicationStatus.MORE_WANTED, ApplicationStatus.REJECTED]
ONCE = "application_open_once"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: "Actor") -> "ApplicationQuerySet":
        """Requests to join the company the actor acts for."""
        company = actor.company
        return self.filter(inn=company.inn, kpp=company.kpp) if company else self.none()

    def open(self) -> "ApplicationQuerySet":
        """Those without a last word."""
        return self.filter(status__in=OPEN)

    def left_since(self, moment: datetime) -> "ApplicationQuerySet":
        """Rejected or asked for more before that moment, and not sent again."""
        answered = self.filter(status__in=ANSWERED_NO).alias(left_at=Coalesce("answered_at", "sent_at"))
        return answered.filter(left_at__lt=moment)


@pghistory.track(exclude=["secret_sha256", "full_name", "email", "phone"])
class Application(Timestamped):
    """A request for registration. Of the link to its page only the hash is kept; the trail, which nobody can erase,
    leaves the person out.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ApplicantKind)
    inn = models.CharField(_("INN"), max_length=12)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15)
    name = models.CharField(_("name"), max_length=300)
    legal_address = models.CharField(_("legal address"), max_length=500)
    bik = models.CharField(_("BIK"), max_length=9, blank=True)
    bank_account = models.CharField(_("settlement account"), max_length=20, blank=True)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30)
    language = models.CharField(_("language"), max_length=5, default="ru")
    consent_at = models.DateTimeField(_("consent to processing of personal data"))
    consent_version = models.CharField(_("version of the consent"), max_length=20)
    status = models.CharField(_("status"), max_length=20, choices=ApplicationStatus, default=ApplicationStatus.SENT)
    sent_at = models.DateTimeField(_("sent at"))
    reason = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    secret_sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)
    link_expires_at = models.DateTimeField(_("link expires at"), null=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            one_of("application", "kind", ApplicantKind.values),
            one_of("application", "status", ApplicationStatus.values),
            models.UniqueConstraint(
                fields=["email", "inn", "kpp"],
                condition=models.Q(status__in=OPEN),
                name=ONCE,
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="application_email_lower"),
        ]
        indexes = [models.Index(fields=["inn", "kpp"], name="application_inn_kpp")]

    def __str__(self) -> str:
        return f"{self.name}, {self.full_name}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def may_be_corrected(self) -> bool:
        """The applicant may write it anew and send it again."""
        return self.status in ANSWERED_NO
