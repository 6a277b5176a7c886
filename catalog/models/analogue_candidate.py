"""Spellings that a file of analogues holds for one part, and that may be two."""

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from b2b_portal.core.models import Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import CandidateState, Doubt


class AnalogueCandidate(Timestamped):
    """Two printed articles of one group, differently spelled: SMBJ6.0CA and SMBJ60CA are two parts, SS34 and SS-34 one.

    It is about the spellings, whoever makes them, and outlives the products; what is rejected never comes back.
    """

    article = models.CharField(_("article"), max_length=100)
    other_article = models.CharField(_("other spelling"), max_length=100)
    doubt = models.CharField(_("what differs"), max_length=10, choices=Doubt)
    source_name = models.CharField(_("file"), max_length=200)
    found_at = models.DateTimeField(_("found"))
    state = models.CharField(_("state"), max_length=10, choices=CandidateState, default=CandidateState.WAITING)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("doubtful analogue")
        verbose_name_plural = _("doubtful analogues")
        constraints = [
            models.UniqueConstraint(
                Least("article", "other_article"),
                Greatest("article", "other_article"),
                name="analogue_candidate_pair_unique",
            ),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other_article")), name="analogue_candidate_not_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(state=CandidateState.WAITING, decided_at=None)
                | (~models.Q(state=CandidateState.WAITING) & models.Q(decided_at__isnull=False)),
                name="analogue_candidate_decided_at_a_moment",
            ),
            one_of("analogue_candidate", "doubt", Doubt.values),
            one_of("analogue_candidate", "state", CandidateState.values),
        ]
        indexes = [models.Index(fields=["state", "doubt", "id"], name="analogue_candidate_waiting")]

    def __str__(self) -> str:
        return f"{self.article} / {self.other_article}"
