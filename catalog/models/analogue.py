"""Which product can stand for, replace or accompany which."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import AnalogueKind
from catalog.models.product import Product

if TYPE_CHECKING:
    from accounts.actors import Actor

SYMMETRIC = (AnalogueKind.FULL, AnalogueKind.FUNCTIONAL)
# what is taken instead of the product; consumables, accessories and parts of a kit are taken with it
INSTEAD = (AnalogueKind.FULL, AnalogueKind.SUPERSEDED, AnalogueKind.FUNCTIONAL)


class AnalogueQuerySet(models.QuerySet["Analogue"]):
    def visible_to(self, actor: "Actor") -> "AnalogueQuerySet":
        """Links both of whose products the actor may see."""
        seen = Product.objects.visible_to(actor).values("pk")
        return self.filter(product__in=seen, other__in=seen)

    def between(self, product: Product, other: Product) -> "AnalogueQuerySet":
        """The one link of two products, whichever way it is stored."""
        pair = (product.pk, other.pk)
        return self.filter(product_id__in=pair, other_id__in=pair)


class Analogue(Timestamped):
    """A link of two products, stored once and read from both ends: a pair has one link, of one kind.

    A symmetric kind is stored with the smaller key first; another reads `product` -> `other`: «superseded by other»,
    «other is its consumable», «other is its accessory», «other is in this kit».
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    other = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("analogue"))
    kind = models.CharField(_("kind"), max_length=10, choices=AnalogueKind)
    differs_in = models.CharField(
        _("differs in"), max_length=200, blank=True, help_text=_("What a buyer must know before he takes it instead.")
    )
    vouched_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vouched by")
    )
    vouched_at = models.DateTimeField(_("vouched at"), null=True, blank=True)

    objects = AnalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("analogue")
        verbose_name_plural = _("analogues")
        constraints = [
            models.UniqueConstraint(
                Least("product", "other"),
                Greatest("product", "other"),
                name="analogue_pair_unique",
                violation_error_message=_("These two products are linked already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(product=models.F("other")),
                name="analogue_not_itself",
                violation_error_message=_("A product is no analogue of itself."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=SYMMETRIC) | models.Q(product__lt=models.F("other")),
                name="analogue_symmetric_stored_once",
            ),
            one_of("analogue", "kind", AnalogueKind.values),
        ]

    def __str__(self) -> str:
        return f"{self.product} — {self.get_kind_display()} — {self.other}"
