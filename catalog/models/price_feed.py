"""A company's own price list by a personal link, and who fetched it."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Token
from b2b_portal.core.models import File, Timestamped
from b2b_portal.core.models.abstract import one_of
from catalog.enums import FeedFormat

if TYPE_CHECKING:
    from accounts.actors import Actor


class PriceFeedQuerySet(models.QuerySet["PriceFeed"]):
    def visible_to(self, actor: "Actor") -> "PriceFeedQuerySet":
        """The links of the company the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


class PriceFeed(Timestamped):
    """What a link gives: format and columns. Its secret is the token, revoked with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    token = models.OneToOneField(Token, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    format = models.CharField(_("format"), max_length=5, choices=FeedFormat)
    columns = models.JSONField(_("columns"), default=list)
    # what was made in the background last: for which state of prices (ETag), when, and the file
    etag = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("made at"), null=True)
    file = models.ForeignKey(File, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PriceFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a price list")
        verbose_name_plural = _("links to price lists")
        ordering = ["-id"]
        constraints = [one_of("price_feed", "format", FeedFormat.values)]

    def __str__(self) -> str:
        return self.name


class PriceFeedFetch(Timestamped):
    """One request by the link, kept for a year. `lists` is the fingerprint of the lists in force, against which `since`
    is judged.
    """

    feed = models.ForeignKey(PriceFeed, on_delete=models.CASCADE, related_name="fetches")
    fetched_at = models.DateTimeField(_("when"))
    address = models.GenericIPAddressField(_("from"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"))
    rows = models.PositiveIntegerField(_("rows"), null=True)
    lists = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("fetch of a price list")
        verbose_name_plural = _("fetches of price lists")
        indexes = [models.Index(fields=["feed", "-fetched_at"], name="price_feed_fetch_last")]

    def __str__(self) -> str:
        return f"{self.feed} {self.fetched_at}"
