"""Our employee who looks after companies."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountManager(models.Model):
    """A named human with a dedicated line."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person"))
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("dedicated line"), max_length=30)

    class Meta:
        verbose_name = _("account manager")
        verbose_name_plural = _("account managers")

    def __str__(self) -> str:
        return str(self.user)
