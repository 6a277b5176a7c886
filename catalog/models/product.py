"""What we sell."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models import Timestamped
from catalog.assortment import OF_COMPANY, OF_TIER
from catalog.enums import Unit
from catalog.models.brand import Brand
from catalog.models.category import Category

if TYPE_CHECKING:
    from accounts.actors import Actor


class ProductQuerySet(models.QuerySet["Product"]):
    def visible_to(self, actor: "Actor") -> "ProductQuerySet":
        """What the actor may see: of what is on sale, his company's assortment. No query of its own."""
        on_sale = self.filter(is_on_sale=True)
        viewer = actor.sees_as
        return on_sale.seen_by(viewer.pk, viewer.tier_id) if viewer else on_sale

    def seen_by(self, company: int | None, tier: int) -> "ProductQuerySet":
        """What a company of a tier sees, whether it is on sale or not; without a company what the tier's rules show.

        The condition of catalog/queries/assortment.py, which says why it reads so.
        """
        own, common = RawSQL(OF_COMPANY.format(key="%s"), [company]), RawSQL(OF_TIER.format(key="%s"), [tier])
        return self.filter(not_hidden(own, common))


def not_hidden(
    own: models.expressions.Combinable, common: models.expressions.Combinable, product: str = ""
) -> models.Q:
    """The condition of rows that name a product by `product` (with its two underscores; products themselves: "").

    `own` and `common` are what the rules of the company and of its tier come to.
    """
    named = [F(f"{product}{name}") for name in ("id", "brand_id", "category_id")]
    verdicts = [
        Func(said, *named, function="catalog_verdict", output_field=models.IntegerField()) for said in (own, common)
    ]
    return ~models.Q(Exact(Coalesce(*verdicts, 1), 0))


class Product(Timestamped):
    """Identity is (brand, printed article). `key` is for search only: different parts can share one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, verbose_name=_("brand"))
    article = models.CharField(_("article"), max_length=100)
    key = models.CharField(max_length=100, editable=False, help_text="catalog.articles.search_key(article)")
    name = models.CharField(_("name"), max_length=500)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, verbose_name=_("category"))
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    unit = models.CharField(_("unit"), max_length=3, choices=Unit, default=Unit.PIECE)
    vat_rate = models.DecimalField(
        _("VAT rate"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        default="0.22",
        help_text=_("Empty: no VAT."),
    )
    pack_multiple = models.PositiveIntegerField(_("sold in multiples of"), default=1, validators=[MinValueValidator(1)])
    minimum_quantity = models.PositiveIntegerField(_("smallest order"), default=1, validators=[MinValueValidator(1)])
    is_on_sale = models.BooleanField(_("is on sale"), default=True)

    # what the asking company calls it and bought last, where the query said so (catalog/queries/products.py)
    own_code = ""
    last_bought_at: datetime | None = None
    last_quantity: int | None = None

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.UniqueConstraint(fields=["brand", "article"], name="product_brand_article_unique"),
            models.CheckConstraint(condition=models.Q(pack_multiple__gte=1), name="product_pack_multiple_positive"),
            models.CheckConstraint(condition=models.Q(minimum_quantity__gte=1), name="product_minimum_positive"),
            models.CheckConstraint(
                condition=models.Q(vat_rate__isnull=True) | models.Q(vat_rate__gte=0, vat_rate__lt=1),
                name="product_vat_rate_is_fraction",
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="product_key_prefix", opclasses=["text_pattern_ops"]),
            # few are gone: what came instead of them is looked up in every search
            models.Index(fields=["key"], name="product_key_gone", condition=models.Q(is_on_sale=False)),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.article}"

    @property
    def smallest_order(self) -> int:
        """The smallest orderable quantity: the minimum, rounded up to the pack multiple."""
        return -(-self.minimum_quantity // self.pack_multiple) * self.pack_multiple
