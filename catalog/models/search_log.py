"""What people looked for: their recent searches, and the demand that the shop does not meet."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User

if TYPE_CHECKING:
    from accounts.actors import Actor


class SearchLogQuerySet(models.QuerySet["SearchLog"]):
    def visible_to(self, actor: "Actor") -> "SearchLogQuerySet":
        """The person's own searches for the company he acts for; not those of his colleagues."""
        return self.filter(company=actor.company, user=actor.user) if actor.company and actor.user else self.none()


class SearchLog(models.Model):
    """One query that somebody sent. `key` tells equal queries; without a person it is kept for the count alone."""

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("company")
    )
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("person")
    )
    query = models.CharField(_("query"), max_length=200)
    key = models.CharField(max_length=200, editable=False)
    understood = models.CharField(_("understood as"), max_length=200, blank=True)
    hits = models.PositiveIntegerField(_("found"))
    searched_at = models.DateTimeField(_("searched at"))

    objects = SearchLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [
            models.Index(fields=["user", "company", "-searched_at"], name="search_log_recent"),
            models.Index(fields=["searched_at"], name="search_log_age"),
            models.Index(
                fields=["searched_at"],
                include=["key", "company", "id"],
                condition=models.Q(hits=0),
                name="search_log_lost",
            ),
        ]

    def __str__(self) -> str:
        return self.query
