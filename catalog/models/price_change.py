"""What a version changed: the trail of prices, read by rollback and price history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import AppendOnly
from catalog.models.price_list_version import PriceListVersion
from catalog.models.product import Product


class PriceChange(AppendOnly):
    """One price row before and after; None = no such row."""

    # a version's rows go in by product, so the only index just grows at its end; one product is found in it by skipping
    # from version to version, which PostgreSQL does since 18
    pk = models.CompositePrimaryKey("version_id", "product_id", "quantity")
    created_at = None  # the version knows when: a million rows need not repeat it
    # no foreign keys in the database: checking two per row is a sixth of the time of loading a price list, and the rows
    # that this trail points to are never deleted
    version = models.ForeignKey(
        PriceListVersion, on_delete=models.DO_NOTHING, related_name="changes", db_index=False, db_constraint=False
    )
    product = models.ForeignKey(
        Product, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    quantity = models.PositiveIntegerField(_("from quantity"))
    was = models.DecimalField(_("was"), max_digits=16, decimal_places=4, null=True)
    becomes = models.DecimalField(_("becomes"), max_digits=16, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")

    def __str__(self) -> str:
        return f"{self.was} → {self.becomes}"
