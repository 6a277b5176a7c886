"""How goods reach the buyer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative, one_of
from catalog.models import Warehouse
from orders.enums import DeliveryKind


class DeliveryMethod(models.Model):
    """A way to bring goods, or a warehouse to collect them from. Prices carry VAT of `vat_rate`; null is «without VAT».

    An order sent after `cut_off` (time of day in the shop's zone) leaves one working day later; goods arrive
    `working_days` after they leave.
    """

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=DeliveryKind)
    price_gross = models.DecimalField(_("price with VAT"), max_digits=14, decimal_places=2, default=0)
    free_from_gross = models.DecimalField(
        _("free from this sum with VAT"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=4, decimal_places=2, null=True, blank=True, default="0.22")
    cut_off = models.TimeField(_("orders are taken until"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days on the road"), default=0)
    warehouse = models.ForeignKey(
        Warehouse,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("warehouse of pick-up"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("is offered"), default=True)

    class Meta:
        verbose_name = _("delivery method")
        verbose_name_plural = _("delivery methods")
        ordering = ["position", "code"]
        constraints = [
            one_of("delivery_method", "kind", DeliveryKind.values),
            models.CheckConstraint(
                condition=~models.Q(kind="pickup") | models.Q(warehouse__isnull=False),
                name="delivery_method_pickup_has_warehouse",
            ),
            models.CheckConstraint(
                condition=models.Q(vat_rate__isnull=True) | models.Q(vat_rate__gte=0, vat_rate__lt=1),
                name="delivery_method_vat_rate_is_fraction",
            ),
            *not_negative("delivery_method", "price_gross", "free_from_gross"),
        ]

    def __str__(self) -> str:
        return self.name
