"""A line of an order: what was sold, as it was named and priced that moment."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative, one_of
from catalog.enums import Unit
from catalog.models import Product
from orders.enums import LineKind
from orders.models.cart import LONGEST_REPLACED
from orders.models.order import Order


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def live(self) -> "OrderLineQuerySet":
        """Lines that are not cancelled: what the order's sums and papers count."""
        return self.filter(cancelled_at=None)


class OrderLine(models.Model):
    """Unit prices carry 4 decimals, sums 2; VAT is computed per line. A null vat_rate is «without VAT».

    A line of delivery has no product. A cancelled line keeps its sums and is no longer counted. `replaces` names what
    was wanted first where the buyer agreed to a replacement.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", verbose_name=_("order"))
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind, default=LineKind.GOODS)
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("product")
    )
    article = models.CharField(_("article"), max_length=100, blank=True)
    brand = models.CharField(_("brand"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=500)
    unit = models.CharField(_("unit"), max_length=3, choices=Unit)
    quantity = models.PositiveIntegerField(_("quantity"))
    price_includes_vat = models.BooleanField(_("price includes VAT"))
    unit_price = models.DecimalField(_("unit price"), max_digits=16, decimal_places=4)
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=4, decimal_places=2, null=True)
    net = models.DecimalField(_("without VAT"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("with VAT"), max_digits=14, decimal_places=2)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    replaces = models.CharField(
        _("instead of"), max_length=LONGEST_REPLACED, blank=True, default="", db_default="", editable=False
    )

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_unique"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="order_line_quantity_positive"),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("tax")), name="order_line_net_plus_tax_is_gross"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="goods", product__isnull=False)
                | models.Q(kind="delivery", product__isnull=True),
                name="order_line_goods_have_a_product",
            ),
            one_of("order_line", "kind", LineKind.values),
            *not_negative("order_line", "unit_price", "net", "tax"),
        ]

    def __str__(self) -> str:
        return f"{self.article or self.name} × {self.quantity}"
