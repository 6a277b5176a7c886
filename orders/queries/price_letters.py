"""What a company was told of new prices: the letter, the page behind it, and what holds today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.money import ZERO
from catalog.models import Product
from catalog.queries.repriced import prices_of
from orders.models import PriceNews

SHOWN = 20  # the largest by money stand in the letter
KEPT = timedelta(days=92)  # so far back the page looks
MOST_NEWS = 12


@dataclass(frozen=True)
class ChangedGood:
    """An article that the company buys: its own price of a unit with VAT before and after, of so many; None: no price.
    `pieces` are of a year.
    """

    product: Product
    quantity: int
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

    news: PriceNews
    goods: tuple[ChangedGood, ...]

    @property
    def company(self) -> Company:
        return self.news.company

    @property
    def since_at(self) -> datetime:
        return self.news.since_at

    @property
    def bought(self) -> int:
        return self.news.bought

    @property
    def rate(self) -> Decimal | None:
        return self.news.rate

    @property
    def largest(self) -> tuple[ChangedGood, ...]:
        return self.goods[:SHOWN]


@dataclass(frozen=True)
class GoodToday:
    """A changed article and what it costs now; `is_changed_again`: not what it became then."""

    good: ChangedGood
    now: Decimal | None

    @property
    def is_changed_again(self) -> bool:
        return self.now != self.good.becomes


def price_letter(news_id: int) -> PriceLetter:
    """The letter of an announced event. 2 queries. Raises DoesNotExist."""
    return letter_of(PriceNews.objects.select_related("company").get(pk=news_id))


def letter_of(news: PriceNews) -> PriceLetter:
    """What the company was told, of goods that it sees today. One query."""
    seen = Product.objects.seen_by(news.company_id, news.company.tier_id)
    goods = [
        ChangedGood(line.product, line.quantity, line.pieces, line.was, line.becomes)
        for line in news.lines.filter(product__in=seen).select_related("product__brand")
    ]
    goods.sort(key=lambda good: (-good.year_gross, good.product.article))
    return PriceLetter(news, tuple(goods))


def news_of(actor: Actor, at: datetime) -> list[PriceNews]:
    """What the company was told in the last three months, the newest first; nothing to who may not see prices. One
    query.
    """
    company = actor.company
    if company is None or not can(actor, Permission.VIEW_PRICES, company):
        return []
    told = PriceNews.objects.visible_to(actor).filter(told_at__gt=at - KEPT, told_at__lte=at)
    return list(told.select_related("company__tier").order_by("-told_at", "-pk")[:MOST_NEWS])


def goods_today(company: Company, goods: Sequence[ChangedGood], at: datetime) -> list[GoodToday]:
    """The goods with the company's prices of now, for the quantity that was told. 3 queries."""
    now = prices_of({company: {good.product.pk: good.quantity for good in goods}}, at)[company]
    return [GoodToday(good, now.get(good.product.pk)) for good in goods]
