"""Long work that shows progress and can be stopped."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.enums import JobState
from b2b_portal.core.models.abstract import Timestamped, one_of
from b2b_portal.core.models.file import File


class Job(Timestamped):
    """One run of a long action. The owner is an opaque uid: the kernel does not know people."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=50)
    owner_uid = models.UUIDField(_("owner"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    total = models.PositiveBigIntegerField(_("rows in all"), null=True)
    done = models.PositiveBigIntegerField(_("rows done"), default=0)
    bad = models.PositiveBigIntegerField(_("bad rows"), default=0)
    report = models.JSONField(_("report"), default=dict)
    error = models.TextField(_("error"), blank=True)
    result = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    is_cancel_asked = models.BooleanField(_("asked to stop"), default=False)
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [one_of("job", "state", JobState.values)]
        indexes = [models.Index(fields=["owner_uid", "-id"], name="job_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def percent(self) -> int | None:
        """Whole percent done, None while the total is unknown."""
        return None if not self.total else min(100, self.done * 100 // self.total)
