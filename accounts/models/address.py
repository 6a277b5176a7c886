"""Where a company's goods are brought."""

import uuid
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from b2b_portal.core.models import Timestamped

if TYPE_CHECKING:
    from accounts.actors import Actor


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, actor: "Actor") -> "AddressQuerySet":
        """Addresses in use of the company the actor acts for."""
        return self.filter(company=actor.company, is_active=True) if actor.company else self.none()


@pghistory.track()
class Address(Timestamped):
    """A place of unloading with whoever answers the door. An order keeps a copy, so a row may change freely."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="addresses", verbose_name=_("company"))
    text = models.CharField(_("address"), max_length=500)
    contact_name = models.CharField(_("who receives"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hours = models.CharField(_("receiving hours"), max_length=100, blank=True)
    gate_rules = models.CharField(_("rules of entry"), max_length=300, blank=True)
    is_active = models.BooleanField(_("is in use"), default=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery address")
        verbose_name_plural = _("delivery addresses")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "text"], condition=models.Q(is_active=True), name="address_text_unique"
            )
        ]

    def __str__(self) -> str:
        return self.text
