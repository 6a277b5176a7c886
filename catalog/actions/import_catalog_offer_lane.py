"""Prices and stock of an import on a connection of their own, one chunk behind the products."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.import_catalog_prices import PriceVersion, save_prices
from catalog.actions.import_catalog_stock import save_stock
from catalog.models import Warehouse

Offers = list[bytes]  # what COPY of (product_id, quantities, unit_prices, stock) gave, for COPY to take

_TABLES = """
    CREATE TEMP TABLE IF NOT EXISTS feed_offer (
        product_id bigint, quantities int[], unit_prices numeric[], stock int
    );
    CREATE TEMP TABLE IF NOT EXISTS feed_price (product_id bigint, quantity int, was numeric, becomes numeric);
    CREATE TEMP TABLE IF NOT EXISTS feed_stock (stock_id bigint, product_id bigint, on_hand int, becomes int);
    CREATE TEMP TABLE IF NOT EXISTS feed_changed (product_id bigint);
    TRUNCATE feed_offer, feed_price, feed_stock, feed_changed;
    SET LOCAL synchronous_commit = off; -- as in staging
"""
_COPY = "COPY feed_offer FROM STDIN"
_CHANGED = "SELECT product_id FROM feed_changed UNION SELECT product_id FROM feed_price"


@dataclass(frozen=True)
class ChangedOffers:
    """How many price rows and balances changed, and of which products."""

    prices: int
    balances: int
    product_ids: frozenset[int]


class OfferLane:
    """Takes chunk after chunk, one at a time; a chunk's products must be committed before it is taken.

    Inside a caller's transaction the products are visible to that connection only: then it works on the same one.
    """

    def __init__(self, version: PriceVersion, warehouse: Warehouse, by: Actor, at: datetime) -> None:
        self._version, self._warehouse, self._by, self._at = version, warehouse, by, at
        self._pool = None if connection.in_atomic_block else ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> "OfferLane":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits for the chunk at work and closes the lane's connection."""
        if self._pool:
            self._pool.submit(_close_connection)
            self._pool.shutdown()

    def take(self, offers: Offers) -> "Future[ChangedOffers]":
        """Starts to write a chunk's prices and stock; the answer raises what the database refused."""
        if self._pool:
            return self._pool.submit(self._write, offers)
        done: Future[ChangedOffers] = Future()
        done.set_result(self._write(offers))
        return done

    def _write(self, offers: Offers) -> ChangedOffers:
        with change(self._by, self._at):
            _stage(offers)
            prices = save_prices(self._version)
            balances = save_stock(self._warehouse, self._by, self._at)
            return ChangedOffers(prices, balances, _changed_products() if prices or balances else frozenset())


def _stage(offers: Offers) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        with cursor.copy(_COPY) as copy:
            for piece in offers:
                copy.write(piece)
        cursor.execute("ANALYZE feed_offer (product_id)")


def _changed_products() -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        return frozenset(product_id for (product_id,) in cursor.fetchall())


def _close_connection() -> None:
    connection.close()  # the connection of the thread that runs this
