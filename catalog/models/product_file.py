"""Pictures and papers of a product."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import File, Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import ProductFileKind
from catalog.models.product import Product


class ProductFile(Timestamped):
    """One file of one product; several products may share the bytes. The first picture stands on the page."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="files", db_index=False, verbose_name=_("product")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ProductFileKind)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of a product")
        verbose_name_plural = _("files of products")
        ordering = ["product", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "file"], name="product_file_unique"),
            one_of("product_file", "kind", ProductFileKind.values),
        ]

    def __str__(self) -> str:
        return self.title
