"""One file in the import cockpit: sent, read, compared, published."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.models import File, Job, Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import ImportKind, ImportState
from catalog.models.import_profile import ImportProfile
from catalog.models.price_list import PriceList
from catalog.models.price_list_version import PriceListVersion
from catalog.models.warehouse import Warehouse


class ImportBatch(Timestamped):
    """`layout` says how the file is read (catalog/imports/layout.py), `report` what the comparison found.

    `base_number` is the list's last version when the file was compared: another one since then stops publishing.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("what it brings"), max_length=10, choices=ImportKind)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    author_uid = models.UUIDField(_("author"), null=True)
    profile = models.ForeignKey(
        ImportProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("profile")
    )
    price_list = models.ForeignKey(
        PriceList, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("price list")
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("warehouse")
    )
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    layout = models.JSONField(_("layout"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.TextField(_("error"), blank=True)
    base_number = models.PositiveIntegerField(_("compared with version"), null=True, blank=True)
    brand_ids = models.JSONField(_("brands to publish"), default=list)
    removes_missing = models.BooleanField(_("removes what the file does not hold"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    version = models.ForeignKey(
        PriceListVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version")
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [
            one_of("import_batch", "kind", ImportKind.values),
            one_of("import_batch", "state", ImportState.values),
            models.CheckConstraint(
                condition=~models.Q(kind="prices") | models.Q(price_list__isnull=False),
                name="import_batch_prices_have_list",
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=models.Q(state="scheduled"), name="import_batch_scheduled")
        ]

    def __str__(self) -> str:
        return self.file.name
