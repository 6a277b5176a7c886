"""The comparison of one file with what holds now, row by row."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import Verdict


class ImportRow(models.Model):
    """One row of a sheet, or with a negative line one that the sheet lacks. Unlogged: a crash costs a second reading.

    `brand` and `article` are as the sheet says them where no product was found, `said` what could not be read, and
    `detail` what another kind than prices would change. `flags` are of `FLAGS`.
    """

    JUMP, TENFOLD, BELOW_COST, SHARED_CODE, OTHER_COLUMN = 1, 2, 4, 8, 16
    FLAGS: ClassVar[dict[int, str]] = {
        JUMP: "jump",
        TENFOLD: "tenfold",
        BELOW_COST: "below_cost",
        SHARED_CODE: "shared_code",
        OTHER_COLUMN: "other_column",
    }

    pk = models.CompositePrimaryKey("batch_id", "line")
    batch_id = models.BigIntegerField()
    line = models.IntegerField(_("row"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    flags = models.SmallIntegerField(_("warnings"), default=0)
    # plain numbers, not keys: a row of a million is checked by the comparison itself
    product_id = models.BigIntegerField(null=True)
    brand_id = models.BigIntegerField(null=True)
    quantity = models.IntegerField(_("from quantity"), null=True)
    was = models.DecimalField(_("was"), max_digits=20, decimal_places=4, null=True)
    becomes = models.DecimalField(_("becomes"), max_digits=20, decimal_places=4, null=True)
    brand = models.TextField(_("brand"), null=True)
    article = models.TextField(_("article"), null=True)
    reason = models.CharField(_("reason"), max_length=30, null=True)
    said = models.TextField(_("said"), null=True)
    detail = models.JSONField(null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")

    def __str__(self) -> str:
        return f"{self.line}: {self.verdict}"
