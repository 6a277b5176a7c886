"""Every secret link, kept as a hash."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import TokenPurpose
from accounts.models.user import User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of


class Token(Timestamped):
    """What a secret allows: purpose and scope, until when, and when it was last used. The secret itself is not kept."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=TokenPurpose)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    scope = models.JSONField(_("scope"), default=dict)
    expires_at = models.DateTimeField(_("expires at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("secret link")
        verbose_name_plural = _("secret links")
        constraints = [one_of("token", "purpose", TokenPurpose.values)]

    def __str__(self) -> str:
        return f"{self.purpose} {self.uid}"
