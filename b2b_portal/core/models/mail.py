"""One mail, sent once per key."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.enums import MailState
from b2b_portal.core.models.abstract import Timestamped, one_of
from b2b_portal.core.models.file import File


class Mail(Timestamped):
    """A mail as it was worded; the key makes a second attempt to word it a no-op."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    attachments = models.ManyToManyField(File, verbose_name=_("attachments"), blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [one_of("mail", "state", MailState.values)]
        indexes = [
            models.Index(fields=["state", "-id"], name="mail_of_state"),
            GinIndex(OpClass(Upper("to"), name="gin_trgm_ops"), name="mail_to_part"),
            GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="mail_subject_part"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
