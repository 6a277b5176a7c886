"""A branch of the catalogue's tree."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import ForeignKey


class Category(models.Model):
    """A section; a section without a parent is a root."""

    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    parent: "ForeignKey[Category | None, Category | None]" = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name = models.CharField(_("name"), max_length=200)
    # ids from the root down to the section itself; a trigger writes it, also for all below when a section moves
    lineage = ArrayField(models.BigIntegerField(), db_default=[], editable=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_name_unique", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name
