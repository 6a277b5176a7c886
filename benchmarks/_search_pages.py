"""What a page of results costs: counting the choices of a broad search, its prices, and whole pages over HTTP."""

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from benchmarks._scratch import ROOT, figure, percentile
from benchmarks._search_speed import MIXED, queries_of
from catalog.narrowing import Narrowing
from catalog.queries.facets import facets, price_span
from catalog.queries.hit_set import hit_set
from catalog.queries.narrowed import narrowed
from catalog.queries.result_page import result_page

BROAD, BROAD_QUERIES = 50_000, ("resistor", "ceramic", "лазерный", "картридж")
TURNS, PAGE, FULL = 30, 20, 2_000
STARTS_WITHIN = 60.0  # seconds
MOST_FACETS, MOST_PRICES, MOST_PAGE = 150, 400, 60  # milliseconds


def measure(buyer: Actor, articles: list[str], names: list[str], count: int) -> None:
    """Prints the figures of the broadest of some queries, then of whole pages over HTTP.

    A broad page counts its choices before it is there, so it takes what facets take and more.
    """
    query = max(BROAD_QUERIES, key=lambda one: _facets_of(buyer, {"q": [one]}))
    hits = _facets_of(buyer, {"q": [query]})
    figure("facets.hits", hits, "products", target=f">= {BROAD}", query=query)
    brand = _commonest_brand(buyer, query)
    asked = {"q": [query]}
    _print("facets", lambda: _facets_of(buyer, asked), MOST_FACETS)
    _print("facets.one_ticked", lambda: _facets_of(buyer, {**asked, "brand": [brand]}), MOST_FACETS, brand=brand)
    _print("price.range", lambda: _span_of(buyer, asked), MOST_PRICES)
    for sort in ("price", "price_down"):
        _print(f"sort.{sort}", lambda sort=sort: _page_of(buyer, {**asked, "sort": [sort]}), MOST_PRICES)
    with _served() as port:
        _http(buyer, port, "page.full", _full(buyer, articles, count))
        _http(buyer, port, "page.mixed", _mixed(articles, names, count))
        _http(buyer, port, "page.broad", [query] * TURNS)


def _facets_of(buyer: Actor, asked: dict[str, list[str]]) -> int:
    narrowing = Narrowing.read(asked)
    return facets(narrowed(buyer, hit_set(buyer, narrowing.query), narrowing, timezone.now()), narrowing).total


def _commonest_brand(buyer: Actor, query: str) -> str:
    narrowing = Narrowing.read({"q": [query]})
    groups = facets(narrowed(buyer, hit_set(buyer, query), narrowing, timezone.now()), narrowing).groups
    return next(group.choices[0].value for group in groups if group.name == "brand")


def _span_of(buyer: Actor, asked: dict[str, list[str]]) -> object:
    narrowing = Narrowing.read(asked)
    return price_span(narrowed(buyer, hit_set(buyer, narrowing.query), narrowing, timezone.now()))


def _page_of(buyer: Actor, asked: dict[str, list[str]]) -> object:
    narrowing = Narrowing.read(asked)
    hits = hit_set(buyer, narrowing.query)
    return result_page(buyer, hits, narrowed(buyer, hits, narrowing, timezone.now()), narrowing, PAGE)


def _print(name: str, run: Callable[[], object], limit: int, **facts: object) -> None:
    """p95 of what a page does for it: the search itself is in it."""
    run()
    times = [_timed(run) for _ in range(TURNS)]
    value = percentile(times, 95)
    figure(name, value, "ms p95", target=f"<= {limit} ms", ratio_to_limit=round(value / limit, 3), **facts)


def _full(buyer: Actor, articles: Sequence[str], count: int) -> list[str]:
    """Beginnings of articles that fill a page and not the catalogue."""
    dice, found = random.Random(13), []
    while len(found) < count:
        query = dice.choice(articles)[:5]
        if PAGE <= _facets_of(buyer, {"q": [query]}) <= FULL:
            found.append(query)
    return found


def _mixed(articles: list[str], names: list[str], count: int) -> list[str]:
    """What people ask, in the shares of speed.mixed."""
    kinds = queries_of(articles, names, count)
    queries = [one for kind, share in MIXED.items() for one in kinds[kind][: count * share // 100]]
    return random.Random(13).sample(queries, len(queries))


def _http(buyer: Actor, port: int, name: str, queries: Sequence[str]) -> None:
    """One client asks for whole pages, one after the other, over a kept connection."""
    client = Client()
    client.force_login(buyer.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times, bytes_read = [], 0
    for query in queries:
        started = time.perf_counter()
        connection.request("GET", f"/search/?q={quote(query)}", headers={"Cookie": cookie, "Accept-Language": "ru"})
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, (query, answer.status)
        bytes_read += len(body)
    value = percentile(times, 95)
    facts = {"p50_ms": round(percentile(times, 50), 1), "kib": bytes_read // len(queries) // 1024}
    target = {"target": f"<= {MOST_PAGE} ms", "ratio_to_limit": round(value / MOST_PAGE, 3)}
    figure(name, value, "ms p95", **target, **facts, pages=len(queries))


@contextmanager
def _served() -> Iterator[int]:
    """The shop's own web server over the scratch database, with one worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1", "--no-control-socket"]
    argv = [sys.executable, "-m", "gunicorn", "b2b_portal.wsgi:application", *options, "--log-level", "warning"]
    with subprocess.Popen(argv, cwd=ROOT, env=os.environ) as server:
        try:
            _await(port)
            yield port
        finally:
            server.terminate()


def _await(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"No server on port {port}")


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000
