"""A list of prices: whose, in which money, when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Tier
from b2b_portal.core.models.abstract import one_of
from catalog.enums import Currency, PriceListKind

# the half-open range [valid_from, valid_until)
VALIDITY = models.Func(
    "valid_from", "valid_until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()
)


class PriceListQuerySet(models.QuerySet["PriceList"]):
    def valid_at(self, at: object) -> "PriceListQuerySet":
        """Lists in force at a moment."""
        return self.filter(valid_from__lte=at).exclude(valid_until__lte=at)


class PriceList(models.Model):
    """Rows of its own, or computed from `source`: its rows plus `percent`, never copied."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=PriceListKind, default=PriceListKind.BASE)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.RUB)
    is_gross = models.BooleanField(_("prices include VAT"), default=True)
    tier = models.ForeignKey(
        Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("price tier")
    )
    companies = models.ManyToManyField(Company, blank=True, related_name="+", verbose_name=_("companies"))
    priority = models.SmallIntegerField(_("priority"), default=0, help_text=_("The higher list wins."))
    valid_from = models.DateTimeField(_("valid from"), db_default=Now())
    valid_until = models.DateTimeField(_("valid until (exclusive)"), null=True, blank=True)
    source = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="computed",
        verbose_name=_("computed from"),
    )
    percent = models.DecimalField(_("percent added"), max_digits=6, decimal_places=2, default=0)

    objects = PriceListQuerySet.as_manager()

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ["code"]
        constraints = [
            one_of("price_list", "kind", PriceListKind.values),
            one_of("price_list", "currency", Currency.values),
            models.CheckConstraint(
                condition=models.Q(kind="base", tier__isnull=False) | ~models.Q(kind="base"),
                name="price_list_base_has_tier",
            ),
            models.CheckConstraint(condition=models.Q(percent__gt=-100), name="price_list_percent_above_minus_100"),
            ExclusionConstraint(
                name="price_list_base_no_overlap",
                expressions=[
                    ("tier", RangeOperators.EQUAL),
                    ("priority", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="base"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
