"""Which price a company pays: lists in force best first, and the row of the first list that reaches the quantity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Company
from b2b_portal.core.money import ONE
from catalog.enums import Currency, PriceListKind
from catalog.models import Price, PriceList, PriceListCompany, Rate
from catalog.pricing import PricedLine, PriceRow, chosen_break, price_line

_RANK = {PriceListKind.CONTRACT: 0, PriceListKind.PROMOTION: 1, PriceListKind.BASE: 2}
_RECOMMENDED = Q(kind=PriceListKind.BASE, tier__is_recommended=True)


@dataclass(frozen=True)
class ActiveList:
    """A list in force: whose rows it reads (its own, or its source's), what it adds, at which rate."""

    code: str
    kind: str
    currency: str
    is_gross: bool
    rows_of: int
    percent: Decimal | None
    rate: Decimal


@dataclass(frozen=True)
class ShownPrices:
    """The company's price lines of products, and beside them the recommended prices of one unit."""

    lines: dict[int, PricedLine]
    recommended: dict[int, Decimal]


def lists_for(company: Company, at: datetime) -> tuple[ActiveList, ...]:
    """The company's lists at a moment: contract before promotion before base, the higher priority first. One query.

    A list whose currency has no rate that day is left out, as nothing can be priced by it.
    """
    return _active(_in_force(_of_company(company), at))


def price_lines(company: Company, wanted: Mapping[int, int], at: datetime) -> dict[int, PricedLine]:
    """Prices product ids for their quantities; a product without a price for its quantity is absent. 2 queries."""
    lists = lists_for(company, at)
    return _priced(lists, _ladders(lists, wanted), wanted)


def recommended_prices(product_ids: Iterable[int], at: datetime) -> dict[int, Decimal]:
    """Unit prices with VAT of the recommended tier, for one sales unit or the first break. 2 queries."""
    lists = _active(_in_force(_RECOMMENDED, at))
    return _recommended(lists, _ladders(lists, product_ids))


def shown_prices(company: Company, wanted: Mapping[int, int], at: datetime) -> ShownPrices:
    """What price_lines() and recommended_prices() say of the same products, in 2 queries together."""
    lists = list(_in_force(_of_company(company) | _RECOMMENDED, at))
    own = _active(one for one in lists if one.kind != PriceListKind.BASE or one.tier_id == company.tier_id)
    recommended = _active(one for one in lists if one.tier and one.tier.is_recommended)
    ladders = _ladders((*own, *recommended), wanted)
    return ShownPrices(_priced(own, ladders, wanted), _recommended(recommended, ladders))


def _of_company(company: Company) -> Q:
    named = PriceListCompany.objects.filter(price_list=OuterRef("pk"), company=company)
    return Q(kind=PriceListKind.BASE, tier=company.tier_id) | Q(
        Exists(named), kind__in=[PriceListKind.CONTRACT, PriceListKind.PROMOTION]
    )


def _in_force(whose: Q, at: datetime) -> QuerySet[Any]:
    """Lists at a moment, with `roubles`: the day's rate of the currency that their rows are written in."""
    day = timezone.localdate(at, timezone.get_default_timezone())
    newest = Rate.objects.filter(currency=OuterRef("rows_currency"), valid_from_on__lte=day).order_by("-valid_from_on")
    return (
        PriceList.objects.valid_at(at)
        .filter(whose)
        .select_related("source", "tier")
        .annotate(rows_currency=Coalesce("source__currency", "currency"))
        .annotate(roubles=Subquery(newest.values("roubles")[:1]))
    )


def _active(lists: Iterable[Any]) -> tuple[ActiveList, ...]:
    ordered = sorted(lists, key=lambda one: (_RANK[PriceListKind(one.kind)], -one.priority, one.code))
    rates = {one: ONE if one.rows_currency == Currency.RUB else one.roubles for one in ordered}
    return tuple(_active_list(one, rate) for one, rate in rates.items() if rate is not None)


def _active_list(one: PriceList, rate: Decimal) -> ActiveList:
    rows = one.source or one
    percent = one.percent if one.source else None
    return ActiveList(one.code, one.kind, rows.currency, rows.is_gross, rows.pk, percent, rate)


# the VAT rate of a product, and per price list its (quantity, unit price) rows
Ladders = tuple[Decimal | None, dict[int, list[tuple[int, Decimal]]]]


def _ladders(lists: Sequence[ActiveList], product_ids: Iterable[int]) -> dict[int, Ladders]:
    """The rows of products in lists. One query."""
    rows = Price.objects.filter(
        price_list_id__in={one.rows_of for one in lists}, product_id__in=list(product_ids)
    ).values_list("product_id", "product__vat_rate", "price_list_id", "quantity", "unit_price")
    found: dict[int, Ladders] = {}
    for product_id, vat_rate, list_id, quantity, unit_price in rows:
        ladder = found.setdefault(product_id, (vat_rate, defaultdict(list)))[1]
        ladder[list_id].append((quantity, unit_price))
    return found


def _priced(
    lists: Sequence[ActiveList], ladders: Mapping[int, Ladders], wanted: Mapping[int, int]
) -> dict[int, PricedLine]:
    priced: dict[int, PricedLine] = {}
    for product_id, (vat_rate, by_list) in ladders.items():
        for active in lists:
            rows = [_row(active, *row) for row in by_list.get(active.rows_of, ())]
            chosen = chosen_break(rows, wanted[product_id])
            if chosen:
                priced[product_id] = price_line(
                    chosen, quantity=wanted[product_id], tax_rate=vat_rate, rate=active.rate, breaks=rows
                )
                break
    return priced


def _recommended(lists: Sequence[ActiveList], ladders: Mapping[int, Ladders]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for product_id, (vat_rate, by_list) in ladders.items():
        for active in lists:
            rows = by_list.get(active.rows_of)
            if rows:
                first = _row(active, *min(rows))
                line = price_line(first, quantity=first.quantity, tax_rate=vat_rate, rate=active.rate)
                found[product_id] = line.unit_gross
                break
    return found


def _row(active: ActiveList, quantity: int, unit_price: Decimal) -> PriceRow:
    return PriceRow(active.code, active.kind, active.currency, active.is_gross, quantity, unit_price, active.percent)
