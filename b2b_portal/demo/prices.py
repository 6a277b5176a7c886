"""Price lists of the demo: two in three versions, tiers computed from the first, costs, a contract and a promotion."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from accounts.actors import SYSTEM
from accounts.models import Company, Tier
from b2b_portal.core.money import to_cents
from b2b_portal.demo.catalogue import Good
from catalog.actions.set_costs import NewCost, set_costs
from catalog.enums import PriceListKind
from catalog.models import (
    Brand,
    Category,
    Price,
    PriceChange,
    PriceList,
    PriceListVersion,
    PriceRule,
    Product,
    Rate,
)
from orders.actions.note_price_news import note_price_news
from orders.queries.price_concerns import concerned_by_version

BASE = "opt-1"
SECOND = "opt-2"  # a list with rows of its own, so that a sheet can be imported into it
SECOND_PRIORITY = 30
# how the other tiers make their prices of the base list
FORMULAS = {
    "opt-3": {"rounding_step": Decimal("0.10"), "margin_floor": Decimal(4)},
    "rrc": {"rounding_step": Decimal(1)},
}
BRAND_RULE = ("opt-3", "Brauberg", Decimal(-11))
CATEGORY_RULE = ("opt-3", "Электрика", Decimal("-9.5"))
LISTS_OPEN = timedelta(days=400)
# the base list's versions: how long ago, which share of the way from the oldest price to today's, from which file
VERSIONS = (
    (timedelta(days=400), Decimal(0), "прайс-лист осень.xlsx"),
    (timedelta(days=190), Decimal("0.5"), "прайс-лист весна.xlsx"),
    (timedelta(days=40), Decimal(1), "прайс-лист зима.xlsx"),
)
# article -> percent off today's base price
CONTRACT = {
    "CS-CE285A": 16,
    "HB-PC-211EV": 15,
    "1057": 12,
    "131252": 14,
    "BALLET CLASSIC A4": 9,
    "1298845": 9,
    "4106": 12,
    "T202": 13,
    "101": 13,
    "PC-LPM-UTP-RJ45-RJ45-C5E-2M-GY": 18,
}
PROMOTION = {
    "LLE-A60-10-230-40-E27": 15,
    "LLE-A60-15-230-40-E27": 15,
    "LLE-C37-7-230-40-E14": 15,
    "24MP400-B": 10,
    "22B2H/EU": 10,
    "BP5100DN": 12,
    "TL-5120X": 12,
    "GA5030": 11,
    "HR2470": 11,
    "1108020": 13,
    "CT1000P3SSD8": 12,
    "CH-599AXSN/32B": 14,
}
PROMOTION_LASTS = (timedelta(days=-12), timedelta(days=18))


@dataclass(frozen=True)
class OwnLists:
    """The lists with rows of their own and their percents of the base; prices rise from version to version."""

    base: PriceList
    second: PriceList
    second_percent: Decimal
    goods: tuple[Good, ...]
    products: dict[str, Product]

    def publications(self, at: datetime) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        """When the later versions came out, and how they come out."""
        for number, (ago, _share, _source) in enumerate(VERSIONS[1:], start=2):
            yield at - ago, partial(self.publish, number)

    def publish(self, number: int, at: datetime) -> None:
        """Writes one version of both lists, and what companies that buy already are told of it."""
        versions = [
            self._publish(self.base, Decimal(0), number, at),
            self._publish(self.second, self.second_percent, number, at),
        ]
        for version in versions:
            concern = concerned_by_version(version.pk)
            note_price_news(company_ids=concern.company_ids, concern=concern, by=SYSTEM, at=at)

    def _publish(self, price_list: PriceList, percent: Decimal, number: int, at: datetime) -> PriceListVersion:
        """Writes one version of VERSIONS and what it changed. Plain rows: 1,500 prices at once."""
        _ago, share, source = VERSIONS[number - 1]
        version = PriceListVersion.objects.create(
            price_list=price_list, number=number, source_name=source, published_at=at
        )
        before = VERSIONS[number - 2][1] if number > 1 else None
        rows = [
            (
                self.products[good.article],
                quantity,
                _with_percent(_price_then(good, price, before), percent) if before is not None else None,
                _with_percent(_price_then(good, price, share), percent),
            )
            for good in self.goods
            for quantity, price in good.prices
        ]
        Price.objects.bulk_create(
            (
                Price(price_list=price_list, product=product, quantity=quantity, unit_price=becomes)
                for product, quantity, _was, becomes in rows
            ),
            update_conflicts=True,
            unique_fields=["product", "price_list", "quantity"],
            update_fields=["unit_price"],
        )
        PriceChange.objects.bulk_create(
            PriceChange(version=version, product=product, quantity=quantity, was=was, becomes=becomes)
            for product, quantity, was, becomes in rows
            if was != becomes
        )
        return version


def make_lists(goods: tuple[Good, ...], products: dict[str, Product], tiers: dict[str, Tier], at: datetime) -> OwnLists:
    """The base list and the second one with their first version, the lists computed from the base, and a rate."""
    opened = at - LISTS_OPEN
    shape = {"kind": PriceListKind.BASE, "valid_from": opened}
    base, second = (
        PriceList.objects.create(code=code, name=tiers[code].name, tier=tiers[code], priority=priority, **shape)
        for code, priority in ((BASE, 0), (SECOND, SECOND_PRIORITY))
    )
    for code, formula in FORMULAS.items():
        tier = tiers[code]
        PriceList.objects.create(
            code=code, name=tier.name, tier=tier, source=base, percent=tier.percent, **shape, **formula
        )
    Rate.objects.create(currency="USD", valid_from_on=opened.date(), roubles=Decimal("81.5"))
    made = OwnLists(base, second, tiers[SECOND].percent, goods, products)
    made.publish(1, opened)
    return made


def make_rules_and_costs(lists: OwnLists, at: datetime) -> None:
    """Other percents for a brand and for a section with all below it; what everything costs us, and so the floors."""
    code, brand, percent = BRAND_RULE
    PriceRule.objects.create(
        price_list=PriceList.objects.get(code=code), brand=Brand.objects.get(name=brand), percent=percent
    )
    code, name, percent = CATEGORY_RULE
    section = Category.objects.get(name=name, parent=None)
    PriceRule.objects.create(price_list=PriceList.objects.get(code=code), category=section, percent=percent)
    costs = [NewCost(lists.products[good.article], _cost(good)) for good in lists.goods]
    set_costs(costs=costs, by=SYSTEM, at=at)


def make_special_lists(base: OwnLists, companies: dict[str, Company], at: datetime) -> None:
    """A contract list of one company and a promotion for everybody."""
    contract = PriceList.objects.create(
        code="contract-demo",
        name="Договорные цены, расходные материалы",
        kind=PriceListKind.CONTRACT,
        valid_from=at - timedelta(days=60),
    )
    contract.companies.set([companies["demo"]])
    _write_reduced(contract, base, CONTRACT)
    since, until = PROMOTION_LASTS
    promotion = PriceList.objects.create(
        code="promo-month",
        name="Акция месяца",
        kind=PriceListKind.PROMOTION,
        valid_from=at + since,
        valid_until=at + until,
    )
    promotion.companies.set(companies.values())
    _write_reduced(promotion, base, PROMOTION)


def _write_reduced(price_list: PriceList, base: OwnLists, percents: dict[str, int]) -> None:
    by_article = {good.article: good for good in base.goods}
    Price.objects.bulk_create(
        Price(
            price_list=price_list,
            product=base.products[article],
            quantity=quantity,
            unit_price=_neat(price * (100 - percent) / 100),
        )
        for article, percent in percents.items()
        for quantity, price in by_article[article].prices
    )


def _price_then(good: Good, today: Decimal, share: Decimal) -> Decimal:
    """The price on the way from its oldest one (75 to 99 % of today's, as the article falls) to today's."""
    if share == 1:
        return today
    start = Decimal(75 + zlib.crc32(good.article.encode()) % 25) / 100
    return _neat(today * (start + (1 - start) * share))


def _with_percent(price: Decimal, percent: Decimal) -> Decimal:
    return to_cents(price * (100 + percent) / 100) if percent else price


def _cost(good: Good) -> Decimal:
    """70 to 89 % of today's base price for one, as the article falls; without VAT."""
    share = Decimal(70 + zlib.crc32(good.article[::-1].encode()) % 20) / 100
    return to_cents(good.prices[0][1] / Decimal("1.22") * share)


def _neat(price: Decimal) -> Decimal:
    """As a price list prints it: tens of roubles, roubles, or kopecks for what is cheap."""
    step = Decimal(10) if price >= 2000 else Decimal(1) if price >= 100 else Decimal("0.01")
    return (price / step).to_integral_value() * step
