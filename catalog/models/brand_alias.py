"""How else buyers call a maker."""

from collections.abc import Iterable

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalog.models.brand import Brand


class BrandAliasQuerySet(models.QuerySet["BrandAlias"]):
    def meant_by(self, words: Iterable[str]) -> "BrandAliasQuerySet":
        """The rows of words given in small letters."""
        return self.annotate(small=Lower("alias")).filter(small__in=list(words))


class BrandAlias(models.Model):
    """A word for which a maker's goods are found: «логитек» for Logitech. It is never printed as the maker's name."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("brand"))
    alias = models.CharField(_("alias"), max_length=100)

    objects = BrandAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a brand")
        verbose_name_plural = _("other names of brands")
        ordering = ["alias"]
        constraints = [models.UniqueConstraint(OpClass(Lower("alias"), "text_pattern_ops"), name="brand_alias_unique")]

    def __str__(self) -> str:
        return self.alias
