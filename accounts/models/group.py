"""Several legal entities of one owner."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyGroup(models.Model):
    """Companies that belong together."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("group of companies")
        verbose_name_plural = _("groups of companies")

    def __str__(self) -> str:
        return self.name
