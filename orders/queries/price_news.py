"""Which prices of the goods they buy companies do not know yet: what they paid or were told last against now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Sum

from accounts.models import Company
from b2b_portal.core.money import ZERO, unit_gross_of
from catalog.queries.repriced import prices_of
from orders.models import PriceNewsLine
from orders.queries.price_concerns import YEAR, Concern, bought_lines


class KnownPrice(NamedTuple):
    """The price of a unit with VAT that a company paid or was told, of so many, and when; None: no price."""

    quantity: int
    unit_gross: Decimal | None
    known_at: datetime


@dataclass(frozen=True)
class UnknownPrice:
    """An article whose price is not what the company knows; `pieces` are of a year."""

    product_id: int
    quantity: int
    pieces: int
    was: Decimal | None
    becomes: Decimal | None


@dataclass(frozen=True)
class UnknownPrices:
    """What one company does not know yet, of `bought` articles; `rate` is the change on the volume of a year."""

    company: Company
    bought: int
    prices: tuple[UnknownPrice, ...]
    rate: Decimal | None


def unknown_prices(company_ids: Collection[int], concern: Concern, at: datetime) -> list[UnknownPrices]:
    """By company the prices that differ, without companies that know all of them. 7 queries, however many there are."""
    companies = Company.objects.in_bulk(list(company_ids))
    volumes = _volumes(companies, at)
    known = _known(companies, at)
    wanted = {companies[pk]: {product: one.quantity for product, one in of.items()} for pk, of in known.items()}
    now = prices_of(wanted, at)
    news = [_news(one, volumes[one.pk], known[one.pk], now[one], concern.product_ids) for one in wanted]
    return [one for one in news if one.prices]


def _volumes(company_ids: Iterable[int], at: datetime) -> dict[int, dict[int, int]]:
    """By company the pieces of each product that it bought within a year. One query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    sums = bought_lines(company_ids, at).values("order__company", "product").annotate(pieces=Sum("quantity"))
    for row in sums.order_by():
        found[row["order__company"]][row["product"]] = row["pieces"]
    return dict(found)


def _known(company_ids: Collection[int], at: datetime) -> dict[int, dict[int, KnownPrice]]:
    """By company and product the newest of what it paid and what it was told. 2 queries."""
    known: dict[int, dict[int, KnownPrice]] = defaultdict(dict)
    for company, product, price in (*_paid(company_ids, at), *_told(company_ids, at)):
        last = known[company].get(product)
        if last is None or last.known_at < price.known_at:
            known[company][product] = price
    return known


def _paid(company_ids: Collection[int], at: datetime) -> list[tuple[int, int, KnownPrice]]:
    """The newest line of each product. One query."""
    lines = bought_lines(company_ids, at).order_by("order__company", "product", "-order__placed_at", "-pk")
    newest = lines.distinct("order__company", "product").annotate(
        company_id=F("order__company"), placed_at=F("order__placed_at")
    )
    return [
        (
            line.company_id,
            line.product_id or 0,
            KnownPrice(
                line.quantity,
                line.unit_price if line.price_includes_vat else unit_gross_of(line.unit_price, line.vat_rate),
                line.placed_at,
            ),
        )
        for line in newest
    ]


def _told(company_ids: Collection[int], at: datetime) -> list[tuple[int, int, KnownPrice]]:
    """The newest letter that named a product, of those within a year; of what was bought since. One query."""
    lines = PriceNewsLine.objects.filter(news__company__in=list(company_ids), news__told_at__gt=at - YEAR)
    newest = lines.order_by("news__company", "product", "-news__told_at", "-pk").distinct("news__company", "product")
    return [
        (company, product, KnownPrice(quantity, becomes, told_at))
        for company, product, quantity, becomes, told_at in newest.values_list(
            "news__company", "product", "quantity", "becomes", "news__told_at"
        )
    ]


def _news(
    company: Company,
    volumes: Mapping[int, int],
    known: Mapping[int, KnownPrice],
    now: Mapping[int, Decimal],
    product_ids: Collection[int],
) -> UnknownPrices:
    """What is concerned against now; the rest of the volume counts as unchanged."""
    bought = {pk: one for pk, one in known.items() if pk in volumes}
    prices = tuple(
        UnknownPrice(pk, one.quantity, volumes[pk], one.unit_gross, now.get(pk))
        for pk, one in bought.items()
        if pk in product_ids and one.unit_gross != now.get(pk)
    )
    changed = {one.product_id: one for one in prices}
    was = becomes = ZERO
    for pk, pieces in volumes.items():
        before, after = (changed[pk].was, changed[pk].becomes) if pk in changed else (now.get(pk), now.get(pk))
        if before and after:
            was, becomes = was + pieces * before, becomes + pieces * after
    return UnknownPrices(company, len(volumes), prices, becomes / was - 1 if was else None)
