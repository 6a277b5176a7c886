"""What a person gathers for a company before ordering."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from b2b_portal.core.models import Timestamped
from catalog.models import Product

if TYPE_CHECKING:
    from accounts.actors import Actor

LONGEST_REPLACED = 320  # a brand and an article


class CartQuerySet(models.QuerySet["Cart"]):
    def visible_to(self, actor: "Actor") -> "CartQuerySet":
        """The actor's own cart in the company he acts for."""
        return self.filter(company=actor.company, user=actor.user) if actor.company and actor.user else self.none()


class Cart(Timestamped):
    """One cart per person and company."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))

    objects = CartQuerySet.as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="cart_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.company}"


class CartLine(Timestamped):
    """A product and how many; prices are asked anew each time the cart is shown.

    `seen_unit_gross` and `seen_gross` are what it cost when the buyer last set the quantity: the page tells what
    changed since. Null: it had no price then, or nobody noted it. `replaces` names what the buyer agreed to do without
    when he took this instead (actions/replace_cart_line.py); it goes onto the order's line.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines", verbose_name=_("cart"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    quantity = models.PositiveIntegerField(_("quantity"))
    seen_unit_gross = models.DecimalField(max_digits=16, decimal_places=4, null=True, editable=False)
    seen_gross = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    replaces = models.CharField(max_length=LONGEST_REPLACED, blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "product"], name="cart_line_unique"),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="cart_line_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} × {self.quantity}"
