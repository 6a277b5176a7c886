"""Whom a change of prices may concern: companies, and the goods that they buy."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import TierMoveKind
from accounts.models import Company, TierMove
from catalog.models import Price, PriceChange, PriceList, PriceListVersion
from catalog.queries.assortment import is_seen_by
from catalog.queries.price_impact import companies_paying_by
from catalog.queries.repriced import payers_of
from orders.enums import LineKind
from orders.models import OrderLine
from orders.states import NOT_BOUGHT

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Concern:
    """Keys of companies, and of goods that they bought within a year whose price may have changed at `since_at`."""

    company_ids: tuple[int, ...]
    product_ids: frozenset[int]
    since_at: datetime


def bought_lines(company_ids: Iterable[int], at: datetime) -> QuerySet[OrderLine]:
    """Lines of goods that companies ordered within a year, did not cancel and see today; no query yet."""
    return (
        OrderLine.objects.live()
        .filter(kind=LineKind.GOODS, order__company__in=list(company_ids))
        .filter(order__placed_at__gt=at - YEAR, order__placed_at__lte=at)
        .exclude(order__status__in=NOT_BOUGHT)
        .filter(is_seen_by("order__company", "product"))
    )


def concerned_by_version(version_id: int) -> Concern:
    """By a published version: who may pay by it and bought something that it changes. 5 queries.

    What is bought is few beside a version of a million rows, so it is looked up there, not the other way round.
    """
    version: PriceListVersion = PriceListVersion.objects.get(pk=version_id)
    changes = PriceChange.objects.filter(version=version)
    return _concern(payers_of(version), changes, version.published_at)


def concerned_by_terms(
    price_list_id: int,
    rows_of: Collection[int],
    left_tier_id: int | None,
    left_company_ids: Collection[int],
    since_at: datetime,
) -> Concern:
    """By other terms of a list: who pays by it now or did before, and bought something that it prices. 4 queries."""
    price_list = PriceList.objects.get(pk=price_list_id)
    left = Company.objects.filter(Q(tier=left_tier_id) | Q(pk__in=list(left_company_ids)))
    payers = {*companies_paying_by(price_list).values_list("pk", flat=True), *left.values_list("pk", flat=True)}
    return _concern(payers, Price.objects.filter(price_list__in=list(rows_of)), since_at)


def concerned_by_tier(move_id: int) -> Concern:
    """By another tier of a company: all that it bought; nothing by a mere warning. 2 queries."""
    move = TierMove.objects.get(pk=move_id)
    if move.kind == TierMoveKind.WARNED:
        return Concern((), frozenset(), move.moved_at)
    bought = bought_lines([move.company_id], move.moved_at).values_list("product_id", flat=True).distinct().order_by()
    return Concern((move.company_id,), frozenset(pk for pk in bought if pk), move.moved_at)


def _concern(payers: Iterable[int], rows: QuerySet[Any], since_at: datetime) -> Concern:
    """Of the payers those who bought a product that the rows name. 2 queries."""
    pairs = bought_lines(payers, since_at).values_list("order__company", "product").distinct().order_by()
    found = set(pairs)
    products = frozenset(rows.filter(product__in={pk for _company, pk in found}).values_list("product_id", flat=True))
    return Concern(tuple(sorted({company for company, pk in found if pk in products})), products, since_at)
