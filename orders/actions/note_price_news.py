"""Note what companies are told of new prices of the goods they buy."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from orders.events import price_news_noted
from orders.models import PriceNews, PriceNewsLine
from orders.queries.price_concerns import Concern
from orders.queries.price_news import UnknownPrices, unknown_prices

_ONE_AT_A_TIME = 7_302_028  # key of the advisory lock


def note_price_news(*, company_ids: Collection[int], concern: Concern, by: Actor, at: datetime) -> int:
    """Writes down, for each company, the concerned prices that are not what it paid or was told last; returns for how
    many. What was published and taken back meanwhile is no news, and a second run finds none.

    Locks: one writer of news at a time. Announces: price_news_noted. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        news = unknown_prices(company_ids, concern, at)
        for one in news:
            _note(one, concern.since_at, at)
        return len(news)


def _note(unknown: UnknownPrices, since_at: datetime, at: datetime) -> None:
    news = PriceNews.objects.create(
        company=unknown.company,
        since_at=since_at,
        told_at=at,
        bought=unknown.bought,
        rate=unknown.rate,
    )
    PriceNewsLine.objects.bulk_create(
        PriceNewsLine(
            news=news,
            product_id=one.product_id,
            quantity=one.quantity,
            pieces=one.pieces,
            was=one.was,
            becomes=one.becomes,
        )
        for one in unknown.prices
    )
    announce(price_news_noted, news_id=news.pk)
