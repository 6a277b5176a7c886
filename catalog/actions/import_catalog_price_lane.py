"""Prices of an import on a connection of their own, while the first connection already takes the next chunk."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.actions.import_catalog_prices import PriceVersion, save_prices

Ladders = list[bytes]  # what COPY of (product_id, quantities, unit_prices) gave, for COPY to take


@dataclass(frozen=True)
class ChangedPrices:
    """How many price rows changed, and of which products."""

    rows: int
    product_ids: frozenset[int]


class PriceLane:
    """Takes chunk after chunk, one at a time; a chunk's products must be committed before it is taken.

    Inside a caller's transaction the products are visible to that connection only: then it works on the same one.
    """

    def __init__(self, version: PriceVersion, by: Actor, at: datetime) -> None:
        self._version, self._by, self._at = version, by, at
        self._pool = None if connection.in_atomic_block else ThreadPoolExecutor(max_workers=1)

    def __enter__(self) -> "PriceLane":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Waits for the chunk at work and closes the lane's connection."""
        if self._pool:
            self._pool.submit(_close_connection)
            self._pool.shutdown()

    def take(self, ladders: Ladders) -> "Future[ChangedPrices]":
        """Starts to write a chunk's prices; the answer raises what the database refused."""
        if self._pool:
            return self._pool.submit(self._write, ladders)
        done: Future[ChangedPrices] = Future()
        done.set_result(self._write(ladders))
        return done

    def _write(self, ladders: Ladders) -> ChangedPrices:
        with change(self._by, self._at):
            return ChangedPrices(*save_prices(self._version, ladders))


def _close_connection() -> None:
    connection.close()  # the connection of the thread that runs this
