"""A list of prices: whose, in which money, when; and which companies a contract list serves."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Tier
from b2b_portal.core.models.abstract import one_of
from catalog.enums import Currency, PriceListKind, RoundingMode

# the half-open range [valid_from, valid_until)
VALIDITY = models.Func(
    "valid_from", "valid_until", RangeBoundary(), function="TSTZRANGE", output_field=DateTimeRangeField()
)


class PriceListQuerySet(models.QuerySet["PriceList"]):
    def valid_at(self, at: object) -> "PriceListQuerySet":
        """Lists in force at a moment."""
        return self.filter(valid_from__lte=at).exclude(valid_until__lte=at)


@pghistory.track()
class PriceList(models.Model):
    """Rows of its own, or computed from `source` when they are read, never copied.

    A computed price is the source's, plus `percent` (or that of its PriceRule), plus `amount` roubles, rounded to
    `rounding_step`, and not below the product's PriceFloor. docs/pricing.md has the order.
    """

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=PriceListKind, default=PriceListKind.BASE)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.RUB)
    is_gross = models.BooleanField(_("prices include VAT"), default=True)
    tier = models.ForeignKey(
        Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("price tier")
    )
    companies = models.ManyToManyField(
        Company, through="PriceListCompany", blank=True, related_name="+", verbose_name=_("companies")
    )
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
    amount = models.DecimalField(_("roubles added"), max_digits=16, decimal_places=4, default=0)
    rounding_step = models.DecimalField(
        _("rounded to"), max_digits=10, decimal_places=2, null=True, blank=True, help_text=_("0.01, 1, 10 ... roubles.")
    )
    rounding = models.CharField(_("rounding"), max_length=10, choices=RoundingMode, default=RoundingMode.NEAREST)
    margin_floor = models.DecimalField(
        _("percent over cost at least"), max_digits=6, decimal_places=2, null=True, blank=True
    )

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
            one_of("price_list", "rounding", RoundingMode.values),
            models.CheckConstraint(condition=models.Q(percent__gt=-100), name="price_list_percent_above_minus_100"),
            models.CheckConstraint(
                condition=models.Q(rounding_step__isnull=True) | models.Q(rounding_step__gt=0),
                name="price_list_rounding_step_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(source__isnull=False)
                | models.Q(amount=0, rounding_step__isnull=True, margin_floor__isnull=True),
                name="price_list_rules_have_source",
            ),
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


# what is only repeated here is in the trail of the list itself
@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), exclude=["kind", "priority", "validity"])
class PriceListCompany(models.Model):
    """A company that a contract list or a promotion serves.

    `kind`, `priority` and `validity` repeat the list's: two triggers keep them so, because only a table that holds all
    of them can refuse two contract lists of one company with the same priority at the same time.
    """

    price_list = models.ForeignKey(
        PriceList,
        on_delete=models.CASCADE,
        db_column="pricelist_id",
        related_name="served",
        verbose_name=_("price list"),
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    kind = models.CharField(max_length=10, editable=False, db_default="")
    priority = models.SmallIntegerField(editable=False, db_default=0)
    validity = DateTimeRangeField(editable=False, null=True)

    class Meta:
        db_table = "catalog_pricelist_companies"
        verbose_name = _("company of a price list")
        verbose_name_plural = _("companies of a price list")
        constraints = [
            models.UniqueConstraint(fields=["price_list", "company"], name="price_list_company_unique"),
            ExclusionConstraint(
                name="price_list_contract_no_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("priority", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="contract"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_list}: {self.company}"
