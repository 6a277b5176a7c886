"""What was said in a thread."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from b2b_portal.core.models import AppendOnly
from orders.models.thread import Thread

LONGEST_MESSAGE = 4000


class Message(AppendOnly):
    """Written once; `by_name` as the person was called that day. Who may see the thread may see all of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="messages", db_index=False, verbose_name=_("thread")
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    by_name = models.CharField(_("author"), max_length=150)
    is_ours = models.BooleanField(_("from us"))
    text = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        indexes = [models.Index(fields=["thread", "-id"], name="message_latest_of_thread")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.written_at:%Y-%m-%d %H:%M}"
