"""States of companies and kinds of secret links."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")


class TokenPurpose(models.TextChoices):
    INVITATION = "invitation", _("invitation")


class Channel(models.TextChoices):
    """Through what an actor acts."""

    WEB = "web", _("cabinet")
    ADMIN = "admin", _("staff")
    COMMAND = "command", _("command line")
    TASK = "task", _("background work")
