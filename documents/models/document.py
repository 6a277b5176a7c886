"""An issued document."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.models import File, Timestamped
from b2b_portal.core.models.abstract import one_of
from documents.enums import DocumentKind, DocumentState
from documents.models.series import Series
from orders.models import Order

if TYPE_CHECKING:
    from accounts.actors import Actor


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: "Actor") -> "DocumentQuerySet":
        """Documents of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


class Document(Timestamped):
    """Rendered from `snapshot`, never from live rows. A mistake is corrected by a new document (next revision).

    `gross` is what the paper asks for. One that was put off is made when somebody first opens it, at `asked_at`, and is
    mailed to nobody.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents", verbose_name=_("series"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", verbose_name=_("order"))
    issued_at = models.DateTimeField(_("issued at"))
    gross = models.DecimalField(_("with VAT"), max_digits=14, decimal_places=2)
    schema_version = models.PositiveSmallIntegerField(default=1)
    snapshot = models.JSONField(_("snapshot"))
    state = models.CharField(_("state"), max_length=10, choices=DocumentState, default=DocumentState.RENDERING)
    asked_at = models.DateTimeField(_("first opened at"), null=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("file"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="document_number_unique"),
            models.UniqueConstraint(fields=["order", "kind", "revision"], name="document_order_kind_revision_unique"),
            one_of("document", "kind", DocumentKind.values),
            one_of("document", "state", DocumentState.values),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(file__isnull=False), name="document_ready_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-issued_at"], name="document_of_company"),
            models.Index(fields=["-issued_at", "-id"], name="document_latest"),  # the staff's list
            models.Index(fields=["state", "-issued_at", "-id"], name="document_of_state"),
            models.Index(fields=["number"], name="document_of_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
