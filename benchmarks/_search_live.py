"""How the search answers while a supplier's goods come in."""

import random
import threading
import time

import psycopg

from accounts.actors import Actor
from benchmarks._scratch import figure, percentile
from benchmarks._search_catalogue import fill, on_sale
from catalog.queries.hit_set import hit_set

ADDED, QUERIES = 10_000, 300


def measure(actor: Actor, articles: list[str], owner: psycopg.Connection) -> None:
    """Adds 10,000 products, live indexes and all, and prints p95 of whole searches before and meanwhile."""
    chosen = random.Random(9).sample(articles, QUERIES)
    idle = [_search(actor, article) for article in chosen]
    seconds: list[float] = []

    fill(owner, 0)  # makes what new articles are made from

    def add() -> None:
        started = time.perf_counter()
        fill(owner, on_sale(owner) + ADDED, piece=1_000)
        seconds.append(time.perf_counter() - started)

    writer = threading.Thread(target=add)
    writer.start()
    busy = []
    while writer.is_alive() or len(busy) < QUERIES // 10:
        busy.append(_search(actor, chosen[len(busy) % QUERIES]))
    writer.join()
    before, meanwhile = percentile(idle, 95), percentile(busy, 95)
    figure(
        "live.search_p95",
        meanwhile,
        "ms",
        idle=round(before, 3),
        ratio_to_idle=round(meanwhile / before, 2),
        worst=round(max(busy), 1),
        searches=len(busy),
    )
    figure("live.products_added", ADDED / seconds[0], "rows/s", seconds=round(seconds[0], 2))


def _search(actor: Actor, query: str) -> float:
    started = time.perf_counter()
    hit_set(actor, query, most=20)
    return (time.perf_counter() - started) * 1000
