"""How a supplier's sheets are laid out, remembered from one file to the next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import one_of
from catalog.enums import ImportKind


class ImportProfile(models.Model):
    """Which heading means what. `columns` maps a field to a heading as printed; `sheet` and `header_row` may be empty.

    `brand` is the brand of all rows where the sheet has no such column.
    """

    kind = models.CharField(_("what it brings"), max_length=10, choices=ImportKind)
    name = models.SlugField(_("code"), unique=True)
    supplier = models.CharField(_("supplier"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    columns = models.JSONField(_("columns"), default=dict)
    brand = models.CharField(_("brand of all rows"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("profile of a sheet")
        verbose_name_plural = _("profiles of sheets")
        constraints = [
            models.UniqueConstraint(fields=["kind", "supplier"], name="import_profile_supplier_unique"),
            one_of("import_profile", "kind", ImportKind.values),
        ]

    def __str__(self) -> str:
        return self.supplier
