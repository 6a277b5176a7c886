"""What a new version of a price list changes for the goods that companies buy."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.money import ZERO
from catalog.models import PriceChange, PriceListVersion, Product
from catalog.queries.repriced import Repriced, lists_read_by, payers_of, repriced
from orders.enums import LineKind, OrderStatus
from orders.models import OrderLine

YEAR = timedelta(days=365)
SHOWN = 20  # the largest by money stand in the letter
KEPT = timedelta(days=92)  # so far back the page looks
MOST_VERSIONS = 12


class Volume(NamedTuple):
    """How many pieces of a product a company bought within a year, and how many a line had."""

    pieces: int
    usual: int


@dataclass(frozen=True)
class ChangedGood:
    """An article that the company buys: its own price of a unit with VAT before and after; None: no price."""

    product: Product
    pieces: int
    was: Decimal | None
    becomes: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """By how much it changes, as a fraction."""
        return self.becomes / self.was - 1 if self.was and self.becomes is not None else None

    @property
    def year_gross(self) -> Decimal:
        """What the change comes to on the pieces of a year, up or down; all of it where the price is gone or new."""
        return abs((self.becomes or ZERO) - (self.was or ZERO)) * self.pieces


@dataclass(frozen=True)
class PriceLetter:
    """The changed articles of one company, what moves most money first; `bought` articles of a year in all.

    `rate` is the change on the whole volume of a year: all that has a price before and after, unchanged ones too.
    """

    company: Company
    published_at: datetime
    bought: int
    goods: tuple[ChangedGood, ...]
    rate: Decimal | None

    @property
    def largest(self) -> tuple[ChangedGood, ...]:
        return self.goods[:SHOWN]


def published_version(version_id: int) -> PriceListVersion:
    """The version of an announced event, one query. Raises DoesNotExist."""
    version: PriceListVersion = PriceListVersion.objects.get(pk=version_id)
    return version


def companies_to_tell(version: PriceListVersion) -> list[int]:
    """Keys of companies that may pay by the version and bought something that it changes within a year. 4 queries.

    What is bought is few beside a version of a million rows, so it is looked up there, not the other way round.
    """
    lines = _bought(payers_of(version), version.published_at)
    pairs = set(lines.values_list("order__company", "product").distinct().order_by())
    bought = list({product for _company, product in pairs})
    changes = PriceChange.objects.filter(version=version, product__in=bought)
    changed = set(changes.values_list("product_id", flat=True))
    return sorted({company for company, product in pairs if product in changed})


def price_letters(version: PriceListVersion, company_ids: Iterable[int]) -> list[PriceLetter]:
    """The letters of those for whom anything changes. 7 queries, one more if something lost its price, however many
    companies and products.
    """
    companies = Company.objects.in_bulk(list(company_ids))
    volumes = _volumes(companies, version.published_at)
    usual = {companies[pk]: {product: one.usual for product, one in of.items()} for pk, of in volumes.items()}
    prices = repriced(version, usual)
    changed = {pk for of in prices.values() for pk, one in of.items() if one.was != one.becomes}
    products = Product.objects.select_related("brand").in_bulk(changed)
    letters = [_letter(version, company, volumes[company.pk], prices[company], products) for company in usual]
    return [letter for letter in letters if letter.goods]


def versions_of(actor: Actor, at: datetime) -> list[PriceListVersion]:
    """Versions of the company's lists that changed something it bought, of the last three months, the newest first.

    None for who may not see prices. 3 queries.
    """
    company = actor.company
    if company is None or not can(actor, Permission.VIEW_PRICES, company):
        return []
    bought = set(_bought([company.pk], at).values_list("product_id", flat=True).distinct().order_by())
    changes = PriceChange.objects.filter(version=OuterRef("pk"), product__in=bought)
    newest = PriceListVersion.objects.filter(
        Exists(changes), price_list__in=lists_read_by(company), published_at__gt=at - KEPT, published_at__lte=at
    )
    return list(newest.order_by("-published_at", "-pk")[:MOST_VERSIONS])


def _bought(company_ids: Iterable[int], at: datetime) -> QuerySet[OrderLine]:
    """Lines of goods that companies ordered within a year and did not cancel."""
    return (
        OrderLine.objects.live()
        .filter(kind=LineKind.GOODS, order__company__in=list(company_ids))
        .filter(order__placed_at__gt=at - YEAR, order__placed_at__lte=at)
        .exclude(order__status=OrderStatus.CANCELLED)
    )


def _volumes(company_ids: Iterable[int], at: datetime) -> dict[int, dict[int, Volume]]:
    """By company, what it bought of each product. One query."""
    sums = _bought(company_ids, at).values("order__company", "product").annotate(pieces=Sum("quantity"), n=Count("pk"))
    found: dict[int, dict[int, Volume]] = defaultdict(dict)
    for row in sums.order_by():
        found[row["order__company"]][row["product"]] = Volume(row["pieces"], max(1, row["pieces"] // row["n"]))
    return dict(found)


def _letter(
    version: PriceListVersion,
    company: Company,
    volumes: Mapping[int, Volume],
    prices: Mapping[int, Repriced],
    products: Mapping[int, Product],
) -> PriceLetter:
    goods = [
        ChangedGood(products[pk], volumes[pk].pieces, one.was, one.becomes)
        for pk, one in prices.items()
        if one.was != one.becomes
    ]
    goods.sort(key=lambda good: (-good.year_gross, good.product.article))
    return PriceLetter(company, version.published_at, len(volumes), tuple(goods), _rate(volumes, prices))


def _rate(volumes: Mapping[int, Volume], prices: Mapping[int, Repriced]) -> Decimal | None:
    """By how much the volume of a year becomes dearer, as a fraction; None if nothing has both prices."""
    was = becomes = ZERO
    for pk, one in prices.items():
        if one.was and one.becomes:
            was, becomes = was + volumes[pk].pieces * one.was, becomes + volumes[pk].pieces * one.becomes
    return becomes / was - 1 if was else None
