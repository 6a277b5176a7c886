"""A signed-in buyer who asks for pages through the WSGI handler and keeps the time. Django must be set up."""

import cProfile
import pstats
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import path
from django.utils.html import format_html_join

from accounts.permissions import Permission
from b2b_portal import urls
from b2b_portal.core.access import needs
from b2b_portal.wsgi import application
from benchmarks._load import QUERY, Shop
from benchmarks._scratch import figure, percentile
from catalog.models import Product

WARM = 15
MOST_QUERIES, LEAST_SHARE = 12, 0.5
PERSON = ("contrib/sessions/backends/base.py", "contrib/auth/middleware.py", "accounts/queries/acting.py")
HEADER = "b2b_portal/context.py"


@dataclass
class Times:
    """Milliseconds of each request: on the clock, and of this process's own work."""

    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def take(self, ask: Callable[[], object]) -> None:
        """Asks once and notes how long it took."""
        wall, own = time.perf_counter(), time.process_time()
        ask()
        self.own.append((time.process_time() - own) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)


@dataclass
class Asked:
    """The page's own SQL statements, and how many were asked for it, for the person and for the header."""

    own: list[tuple[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        whose = _whose()
        self.counts[whose] += 1
        if whose == "page":
            self.own.append((sql, parameters))
        return execute(sql, parameters, many, context)


class Browser:
    """Asks as a gunicorn worker is asked: all middleware, the session's cookie, one kept connection."""

    def __init__(self, shop: Shop) -> None:
        client = Client()
        client.force_login(shop.buyer.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self.pages = {
            "results": f"/search/?q={QUERY}&shown={len(shop.shown)}",
            "product": f"/products/{shop.shown[0].uid}/",
            "order": f"/orders/{shop.order.number}/",
            "overview": "/",
            "orders": "/orders/",
            "cart": "/cart/",
        }
        self.statements: list[tuple[str, Any]] = []
        self.shown = [product.pk for product in shop.shown]
        urls.urlpatterns += [path("bench/sql/", self._sql), path("bench/rows/", self._rows)]

    def ask(self, address: str) -> bytes:
        """The page's bytes. Raises AssertionError for any other answer than 200."""
        place, _, query = address.partition("?")
        environ: dict[str, Any] = {"PATH_INFO": place, "QUERY_STRING": query, "HTTP_COOKIE": self.cookie}
        environ["HTTP_ACCEPT_LANGUAGE"] = "ru"
        setup_testing_defaults(environ)
        said: list[str] = []
        answer = application(environ, lambda status, headers, error=None: said.append(status))
        body = b"".join(answer)
        answer.close()
        assert said == ["200 OK"], (address, said)
        return body

    def measure(self, name: str, requests: int) -> None:
        """Asks for the page and for those that do less in turns, so that a noisy moment is everybody's."""
        address, is_results = self.pages[name], name == "results"
        asked = self._queries(name)
        self.statements = asked.own
        ways: dict[str, Callable[[], bytes]] = {
            "page": lambda: self.ask(address),
            "view": lambda: self._undrawn(address),
            "sql": lambda: self.ask("/bench/sql/"),
        }
        if is_results:
            ways["rows"] = lambda: self.ask("/bench/rows/")
        size = len([ways["page"]() for _ in range(WARM)][-1])
        times = {way: Times() for way in ways}
        for _ in range(requests):
            for way, ask in ways.items():
                times[way].take(ask)
        middle = {way: statistics.median(one.wall) for way, one in times.items()}
        for way, one in times.items():
            told = {"p95": round(percentile(one.wall, 95), 2), "cpu": round(statistics.median(one.own), 2)}
            told |= {"kib": size // 1024} if way == "page" else {}
            figure(f"pages.{name}.{way}", middle[way], "ms p50", **told)
        work = {way: statistics.median(one.own) for way, one in times.items()}
        for way in list(ways)[1:]:
            facts = {"by_cpu": round(work[way] / work["page"], 3)}
            facts |= {"target": f">= {LEAST_SHARE}"} if is_results and way == "view" else {}
            figure(f"pages.{name}.share_of_{way}", middle[way] / middle["page"], "of its rate", **facts)

    def profile(self, name: str, requests: int) -> None:
        """Prints where the time of one page goes."""
        for _ in range(WARM):
            self.ask(self.pages[name])
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(requests):
            self.ask(self.pages[name])
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45).sort_stats("cumulative").print_stats(80)

    def _queries(self, name: str) -> Asked:
        self.ask(self.pages[name])
        asked = Asked()
        with connection.execute_wrapper(asked):
            self.ask(self.pages[name])
        beside = {"person": asked.counts["person"], "header": asked.counts["header"]}
        target = {"target": f"<= {MOST_QUERIES}"} if name == "results" else {}
        figure(f"pages.{name}.queries", asked.counts["page"], "queries", **beside, **target)
        return asked

    def _undrawn(self, address: str) -> bytes:
        with _no_templates():
            return self.ask(address)

    @property
    def _sql(self) -> Callable[[HttpRequest], HttpResponse]:
        @needs(Permission.VIEW_CATALOG)
        def view(request: HttpRequest) -> HttpResponse:
            rows = 0
            with connection.cursor() as cursor:
                for statement, parameters in self.statements:
                    cursor.execute(statement, parameters)
                    rows += len(cursor.fetchall())
            return HttpResponse(str(rows))

        return view

    @property
    def _rows(self) -> Callable[[HttpRequest], HttpResponse]:
        @needs(Permission.VIEW_CATALOG)
        def view(request: HttpRequest) -> HttpResponse:
            products = Product.objects.filter(pk__in=self.shown).select_related("brand")
            return HttpResponse(format_html_join("", "<p>{} {}</p>", ((one.brand, one.article) for one in products)))

        return view


def _whose() -> str:
    """For whom the query in hand is asked, by the calls that led to it."""
    frame, files = sys._getframe(2), []
    while frame := frame.f_back:  # type: ignore[assignment]
        files.append(frame.f_code.co_filename)
    if any(file.endswith(HEADER) for file in files):
        return "header"
    return "person" if any(file.endswith(PERSON) for file in files) else "page"


@contextmanager
def _no_templates() -> Iterator[None]:
    """Views answer with nothing drawn, and the header, which is asked for by its template, asks nothing."""
    drawn = Template.render
    Template.render = lambda self, context=None, request=None: ""  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = drawn  # type: ignore[method-assign]
