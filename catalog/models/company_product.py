"""What one company knows of a product."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from catalog.models.product import Product

if TYPE_CHECKING:
    from accounts.actors import Actor


class CompanyProductQuerySet(models.QuerySet["CompanyProduct"]):
    def visible_to(self, actor: "Actor") -> "CompanyProductQuerySet":
        """Rows of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


class CompanyProduct(models.Model):
    """The company's own code for a product, if it has one, and what it bought of it last, if it ever did."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    own_code = models.CharField(_("own code"), max_length=100, blank=True, db_default="")
    key = models.CharField(max_length=100, editable=False, blank=True, db_default="")  # nobody searches for ""
    last_bought_at = models.DateTimeField(_("last bought at"), null=True, editable=False)
    last_quantity = models.PositiveIntegerField(_("last bought quantity"), null=True, editable=False)
    last_unit_gross = models.DecimalField(
        _("unit price then, with VAT"), max_digits=16, decimal_places=4, null=True, editable=False
    )

    objects = CompanyProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("company's own code")
        verbose_name_plural = _("companies' own codes")
        constraints = [
            models.UniqueConstraint(fields=["company", "product"], name="company_product_unique"),
            models.CheckConstraint(
                condition=models.Q(own_code="", key="") | ~models.Q(own_code="") & ~models.Q(key=""),
                name="company_product_key_of_own_code",
            ),
            models.CheckConstraint(
                condition=models.Q(last_bought_at=None, last_quantity=None, last_unit_gross=None)
                | models.Q(last_bought_at__isnull=False, last_quantity__gte=1, last_unit_gross__gte=0),
                name="company_product_bought_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["company", "key"], name="company_product_key")]

    def __str__(self) -> str:
        return self.own_code or str(self.product_id)
