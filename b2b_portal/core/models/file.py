"""A stored file: content-addressed bytes outside the web root, served only through a view that checks who asks."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import Timestamped


class File(Timestamped):
    """Bytes under MEDIA_ROOT/<path>; two rows may share bytes, a row's bytes never change."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
