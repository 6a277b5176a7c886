"""What people wait for: a product that is back, a price that fell."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from b2b_portal.core.models.abstract import one_of
from catalog.enums import WatchKind
from catalog.models.product import Product

if TYPE_CHECKING:
    from accounts.actors import Actor


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, actor: "Actor") -> "WatchQuerySet":
        """The person's own watches for the company he acts for."""
        return self.filter(company=actor.company, user=actor.user) if actor.company and actor.user else self.none()

    def open(self) -> "WatchQuerySet":
        """Those of which nobody was told yet."""
        return self.filter(told_at=None)


class Watch(models.Model):
    """One person is told once. Prices are those of one unit of the smallest order, with VAT, for this company."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    kind = models.CharField(_("what is awaited"), max_length=10, choices=WatchKind)
    asked_at = models.DateTimeField(_("asked at"))
    asked_unit_gross = models.DecimalField(_("price when asked"), max_digits=16, decimal_places=4, null=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    told_unit_gross = models.DecimalField(_("price when told"), max_digits=16, decimal_places=4, null=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company", "product", "kind"],
                condition=models.Q(told_at=None),
                name="watch_open_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=WatchKind.PRICE) | models.Q(asked_unit_gross__isnull=False),
                name="watch_of_price_knows_it",
            ),
            one_of("watch", "kind", WatchKind.values),
        ]
        indexes = [
            models.Index(fields=["kind", "company"], condition=models.Q(told_at=None), name="watch_open"),
            models.Index(fields=["told_at"], condition=models.Q(told_at__isnull=False), name="watch_over"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.product_id}"
