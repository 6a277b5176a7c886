"""A conversation of a company with us."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from orders.enums import ThreadKind

if TYPE_CHECKING:
    from accounts.actors import Actor


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, actor: "Actor") -> "ThreadQuerySet":
        """Threads of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


class Thread(Timestamped):
    """What it is about is opaque: a kind and the uid of that thing; the general thread is about the company itself."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    kind = models.CharField(_("what it is about"), max_length=10, choices=ThreadKind, default=ThreadKind.GENERAL)
    subject = models.UUIDField(editable=False)
    last_message_at = models.DateTimeField(_("last message at"))
    is_answered = models.BooleanField(_("answered"), default=False)  # the last word is ours

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["-last_message_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "subject"], name="thread_subject_unique"),
            one_of("thread", "kind", ThreadKind.values),
        ]
        indexes = [models.Index(fields=["-last_message_at", "-id"], name="thread_latest")]  # the staff's list

    def __str__(self) -> str:
        return f"{self.company}: {self.get_kind_display()}"
