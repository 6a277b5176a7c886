"""Links to a company's price list, and who fetched what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.acting import actor_of
from accounts.secrets import hash_of
from catalog.models import PriceFeed, PriceFeedFetch
from catalog.price_list_columns import PriceColumn, in_order

SHOWN_FETCHES = 20
GIVEN = (200, 304)


@dataclass(frozen=True)
class FeedRow:
    """A link that works, as the cabinet shows it."""

    feed: PriceFeed
    columns: tuple[PriceColumn, ...]
    is_expired: bool


def open_feeds(actor: Actor, at: datetime) -> list[FeedRow]:
    """The company's links that nobody closed, newest first. One query."""
    feeds = PriceFeed.objects.visible_to(actor).filter(token__revoked_at=None).select_related("token__user")
    return [FeedRow(feed, in_order(feed.columns), feed.token.expires_at <= at) for feed in feeds]


def last_fetches(actor: Actor) -> list[PriceFeedFetch]:
    """The newest fetches by the company's links, closed ones too. One query."""
    feeds = PriceFeed.objects.visible_to(actor)
    fetches = PriceFeedFetch.objects.filter(feed__in=feeds).select_related("feed")
    return list(fetches.order_by("-fetched_at", "-pk")[:SHOWN_FETCHES])


def open_feed(actor: Actor, uid: UUID) -> PriceFeed | None:
    """The company's link with this uid unless it is closed. One query."""
    feeds = PriceFeed.objects.visible_to(actor).select_related("token", "file")
    return feeds.filter(uid=uid, token__revoked_at=None).first()


def count_open_feeds(company: Company) -> int:
    """How many links of the company nobody closed."""
    return PriceFeed.objects.filter(company=company, token__revoked_at=None).count()


def feed_by_secret(secret: str, at: datetime) -> PriceFeed | None:
    """What a link that works stands for; None for any other. One query."""
    return (
        PriceFeed.objects.select_related("token__user", "company", "file")
        .filter(token__sha256=hash_of(secret), token__purpose=TokenPurpose.PRICE_FEED)
        .filter(token__revoked_at=None, token__expires_at__gt=at, token__user__is_active=True)
        .first()
    )


def reader_of(feed: PriceFeed) -> Actor | None:
    """Whoever made the link, while he works for its company in a role that may take prices away. One query.

    Suspended companies have readers too: they are told why they get nothing.
    """
    actor = actor_of(feed.token.user, feed.company.uid)
    if actor.company is None or actor.company.pk != feed.company_id:
        return None
    if not actor.company.is_suspended and not can(actor, Permission.TAKE_PRICES, actor.company):
        return None
    return actor


def fetch_before(feed: PriceFeed, moment: datetime) -> PriceFeedFetch | None:
    """The last fetch that gave the whole list or its changes, or found it unchanged, at the moment or before it."""
    given = PriceFeedFetch.objects.filter(feed=feed, fetched_at__lte=moment, status__in=GIVEN)
    return given.order_by(F("fetched_at").desc(), "-pk").first()
