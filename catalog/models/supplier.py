"""Whose feed a product came by, under which code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class Supplier(models.Model):
    """A source of catalogue feeds."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name


class SupplierCode(models.Model):
    """The feed's identity of a row; one product may have several codes."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, db_index=False, verbose_name=_("supplier"))
    code = models.CharField(_("supplier's code"), max_length=100)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="supplier_codes")

    class Meta:
        verbose_name = _("supplier's code")
        verbose_name_plural = _("suppliers' codes")
        constraints = [models.UniqueConstraint(fields=["supplier", "code"], name="supplier_code_unique")]

    def __str__(self) -> str:
        return self.code
