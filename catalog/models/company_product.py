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
    """The company's own code for a product."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    own_code = models.CharField(_("own code"), max_length=100)
    key = models.CharField(max_length=100, editable=False)

    objects = CompanyProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("company's own code")
        verbose_name_plural = _("companies' own codes")
        constraints = [models.UniqueConstraint(fields=["company", "product"], name="company_product_unique")]
        indexes = [models.Index(fields=["company", "key"], name="company_product_key")]

    def __str__(self) -> str:
        return self.own_code
