"""What a company was told of new prices of the goods it buys."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.models import Timestamped
from catalog.models import Product

if TYPE_CHECKING:
    from accounts.actors import Actor


class PriceNewsQuerySet(models.QuerySet["PriceNews"]):
    def visible_to(self, actor: "Actor") -> "PriceNewsQuerySet":
        """What the company was told that the actor acts for."""
        return self.filter(company=actor.company) if actor.company else self.none()


class PriceNews(Timestamped):
    """One letter: prices in force since `since_at`, told at `told_at`, of `bought` articles of a year.

    `rate` is the change on the volume of a year, as a fraction; None where nothing had a price before and after.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", db_index=False)
    since_at = models.DateTimeField(_("in force since"))
    told_at = models.DateTimeField(_("told at"))
    bought = models.PositiveIntegerField(_("bought articles"))
    rate = models.DecimalField(_("change"), max_digits=14, decimal_places=6, null=True)

    objects = PriceNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news of prices")
        verbose_name_plural = _("news of prices")
        indexes = [models.Index(fields=["company", "-told_at"], name="price_news_last")]

    def __str__(self) -> str:
        return f"{self.company} {self.told_at:%Y-%m-%d %H:%M}"


class PriceNewsLine(models.Model):
    """An article whose price the company was told: of a unit with VAT, when it takes `quantity`; None: no price."""

    news = models.ForeignKey(PriceNews, on_delete=models.CASCADE, related_name="lines", db_index=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", verbose_name=_("product"))
    quantity = models.PositiveIntegerField(_("quantity"))
    pieces = models.PositiveIntegerField(_("bought in a year"))
    was = models.DecimalField(_("was"), max_digits=16, decimal_places=4, null=True)
    becomes = models.DecimalField(_("becomes"), max_digits=16, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("told price")
        verbose_name_plural = _("told prices")
        constraints = [models.UniqueConstraint(fields=["news", "product"], name="price_news_line_unique")]

    def __str__(self) -> str:
        return f"{self.was} → {self.becomes}"
