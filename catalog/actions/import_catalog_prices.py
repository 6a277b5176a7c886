"""Prices of one chunk: what differs is changed, and every change leaves its trail."""

from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Tier
from b2b_portal.core.errors import RuleBroken
from catalog.actions.open_price_version import open_price_version
from catalog.enums import Currency, PriceListKind, VersionKind
from catalog.feed import Feed
from catalog.models import PriceList, PriceListVersion, Rate

BASE_TIER = "opt-1"

# `(SELECT id)` hides the list's id from the planner: for a list that its statistics do not know yet it would expect no
# rows and read the whole list once per product
_DIFFERENCE = """
    INSERT INTO feed_price (product_id, quantity, was, becomes)
    SELECT product_id, quantity, now.unit_price, wanted.unit_price
      FROM (SELECT offer.product_id, break.quantity, break.unit_price
              FROM feed_offer AS offer
             CROSS JOIN LATERAL unnest(offer.quantities, offer.unit_prices) AS break (quantity, unit_price)) AS wanted
      FULL JOIN (SELECT price.product_id, price.quantity, price.unit_price
                   FROM catalog_price AS price
                   JOIN feed_offer AS offer ON offer.product_id = price.product_id
                  WHERE price.price_list_id = (SELECT %(price_list)s::bigint)) AS now USING (product_id, quantity)
     WHERE now.unit_price IS DISTINCT FROM wanted.unit_price
"""
_DELETE = """
    DELETE FROM catalog_price AS price USING feed_price AS difference
     WHERE price.price_list_id = (SELECT %(price_list)s::bigint) AND price.product_id = difference.product_id
       AND price.quantity = difference.quantity AND difference.becomes IS NULL
"""
_UPDATE = """
    UPDATE catalog_price AS price SET unit_price = difference.becomes
      FROM feed_price AS difference
     WHERE price.price_list_id = (SELECT %(price_list)s::bigint) AND price.product_id = difference.product_id
       AND price.quantity = difference.quantity AND difference.was IS NOT NULL AND difference.becomes IS NOT NULL
"""
_INSERT = """
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT %(price_list)s, product_id, quantity, becomes FROM feed_price WHERE was IS NULL
"""
_TRAIL = """
    INSERT INTO catalog_pricechange (version_id, product_id, quantity, was, becomes)
    SELECT %(version)s, product_id, quantity, was, becomes FROM feed_price
"""


class RateMissing(RuleBroken):
    """The feed's currency has no exchange rate."""

    message = _("There is no exchange rate of %(currency)s in force: give one with --rate.")
    code = "rate_missing"


def set_rate(currency: str, roubles: Decimal | None, at: datetime) -> None:
    """Writes the rate of today where it differs from the one in force. Inside change(). Raises RateMissing."""
    if currency == Currency.RUB:
        return
    today = timezone.localdate(at, timezone.get_default_timezone())
    in_force = Rate.objects.filter(currency=currency, valid_from_on__lte=today).order_by("-valid_from_on").first()
    if roubles is None:
        if in_force is None:
            raise RateMissing(currency=currency)
    elif in_force is None or in_force.roubles != roubles:
        Rate.objects.update_or_create(currency=currency, valid_from_on=today, defaults={"roubles": roubles})


def feed_price_list(feed: Feed) -> PriceList:
    """The list that holds the feed's own prices; every other tier's list is computed from it. Inside change()."""
    base = Tier.objects.get_or_create(code=BASE_TIER, defaults={"name": "Опт-1"})[0]
    shape = {
        "kind": PriceListKind.BASE,
        "currency": feed.currency,
        "is_gross": feed.is_gross,
        "priority": feed.priority,
    }
    own = PriceList.objects.get_or_create(code=feed.name, defaults={"name": feed.title, "tier": base, **shape})[0]
    for tier in Tier.objects.exclude(pk=base.pk):
        PriceList.objects.get_or_create(
            code=f"{feed.name}-{tier.code}",
            defaults={
                "name": f"{feed.title}, {tier.name}",
                "tier": tier,
                "source": own,
                "percent": tier.percent,
                **shape,
            },
        )
    return own


class PriceVersion:
    """The version that a run publishes: made with its first change, so that a run without changes leaves none."""

    def __init__(
        self, price_list: PriceList, source_name: str, by: Actor, at: datetime, kind: VersionKind = VersionKind.FEED
    ) -> None:
        self.price_list = price_list
        self.kind = kind
        self.source_name = source_name
        self.by = by
        self.at = at
        self._version: PriceListVersion | None = None

    @property
    def pk(self) -> int:
        if self._version is None:
            self._version = open_price_version(
                price_list=self.price_list, kind=self.kind, source_name=self.source_name, by=self.by, at=self.at
            )
        return self._version.pk


def save_prices(version: PriceVersion) -> int:
    """Brings the list's rows to what the offers of a chunk say; returns how many rows changed. Inside change()."""
    price_list = {"price_list": version.price_list.pk}
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCE, price_list)
        changed: int = cursor.rowcount
        if changed:
            for statement in (_DELETE, _UPDATE, _INSERT):
                cursor.execute(statement, price_list)
            cursor.execute(_TRAIL, {"version": version.pk})
    return changed
