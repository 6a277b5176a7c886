"""Which price a company pays: lists in force best first, and the row of the first list that reaches the quantity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from accounts.models import Company
from catalog.enums import Currency, PriceListKind
from catalog.models import Price, PriceList, Rate
from catalog.pricing import PricedLine, PriceRow, chosen_break, price_line

_RANK = {PriceListKind.CONTRACT: 0, PriceListKind.PROMOTION: 1, PriceListKind.BASE: 2}


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


def lists_for(company: Company, at: datetime) -> tuple[ActiveList, ...]:
    """The company's lists at a moment: contract before promotion before base, the higher priority first. 2 queries.

    A list whose currency has no rate that day is left out, as nothing can be priced by it.
    """
    own = Q(kind=PriceListKind.BASE, tier=company.tier_id) | Q(
        kind__in=[PriceListKind.CONTRACT, PriceListKind.PROMOTION], companies=company
    )
    return _active(own, at)


def price_lines(company: Company, wanted: Mapping[int, int], at: datetime) -> dict[int, PricedLine]:
    """Prices product ids for their quantities; a product without a price for its quantity is absent. 3 queries."""
    return _priced(lists_for(company, at), wanted)


def recommended_prices(product_ids: Iterable[int], at: datetime) -> dict[int, Decimal]:
    """Unit prices with VAT of the recommended tier, for one sales unit or the first break. 3 queries."""
    lists = _active(Q(kind=PriceListKind.BASE, tier__is_recommended=True), at)
    ladders = _ladders(lists, product_ids)
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


def _active(whose: Q, at: datetime) -> tuple[ActiveList, ...]:
    lists = PriceList.objects.valid_at(at).filter(whose).select_related("source").distinct()
    ordered = sorted(lists, key=lambda one: (_RANK[PriceListKind(one.kind)], -one.priority, one.code))
    rates = _rates({(one.source or one).currency for one in ordered}, at)
    return tuple(_active_list(one, rates) for one in ordered if (one.source or one).currency in rates)


def _active_list(one: PriceList, rates: Mapping[str, Decimal]) -> ActiveList:
    rows = one.source or one
    percent = one.percent if one.source else None
    return ActiveList(one.code, one.kind, rows.currency, rows.is_gross, rows.pk, percent, rates[rows.currency])


def _rates(currencies: set[str], at: datetime) -> dict[str, Decimal]:
    rates = {Currency.RUB.value: Decimal(1)}
    foreign = currencies - rates.keys()
    if foreign:
        day = timezone.localdate(at, timezone.get_default_timezone())
        newest = Rate.objects.filter(currency__in=foreign, valid_from_on__lte=day).order_by(
            "currency", "-valid_from_on"
        )
        rates.update(newest.distinct("currency").values_list("currency", "roubles"))
    return rates


Ladder = dict[int, list[tuple[int, Decimal]]]


def _ladders(lists: Sequence[ActiveList], product_ids: Iterable[int]) -> dict[int, tuple[Decimal | None, Ladder]]:
    """VAT rate and, per price list, (quantity, unit price) rows of each product."""
    rows = Price.objects.filter(
        price_list_id__in={one.rows_of for one in lists}, product_id__in=list(product_ids)
    ).values_list("product_id", "product__vat_rate", "price_list_id", "quantity", "unit_price")
    found: dict[int, tuple[Decimal | None, Ladder]] = {}
    for product_id, vat_rate, list_id, quantity, unit_price in rows:
        ladder = found.setdefault(product_id, (vat_rate, defaultdict(list)))[1]
        ladder[list_id].append((quantity, unit_price))
    return found


def _priced(lists: Sequence[ActiveList], wanted: Mapping[int, int]) -> dict[int, PricedLine]:
    priced: dict[int, PricedLine] = {}
    for product_id, (vat_rate, by_list) in _ladders(lists, wanted).items():
        for active in lists:
            rows = [_row(active, *row) for row in by_list.get(active.rows_of, ())]
            chosen = chosen_break(rows, wanted[product_id])
            if chosen:
                priced[product_id] = price_line(
                    chosen, quantity=wanted[product_id], tax_rate=vat_rate, rate=active.rate, breaks=rows
                )
                break
    return priced


def _row(active: ActiveList, quantity: int, unit_price: Decimal) -> PriceRow:
    return PriceRow(active.code, active.kind, active.currency, active.is_gross, quantity, unit_price, active.percent)
