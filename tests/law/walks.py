"""Walks through the shop with one browser: every address of the matrix, every link, every form."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.law.access_matrix import MATRIX
from tests.law.canaries import Canaries, leaks_of_answer
from tests.law.forms import FormsOfPage
from tests.law.worlds import HTMX, World

MOST_PAGES = 120  # of a walk along links
OF_LIBRARIES = ("account_", "mfa_")  # pages about the person himself


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undoes what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Links(HTMLParser):
    """The addresses of ours that a page leads to or asks by itself."""

    def __init__(self, page: str, base: str) -> None:
        super().__init__()
        self.base, self.found = base, []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "hx-get", "src"} and value and tag not in {"link", "script"}:
                url = urlsplit(urljoin(self.base, value))
                if not url.netloc and not url.path.startswith(("/static/", "/account/logout")):
                    self.found.append(url._replace(fragment="").geturl())


class Walk:
    """Asks pages with one browser, each in a transaction of its own, and gathers what leaks."""

    def __init__(self, client: Client, canaries: Canaries) -> None:
        self.client, self.canaries = client, canaries
        self.leaks: list[str] = []
        self.followed: set[str] = set()
        self.asked = 0

    def ask(self, method: str, url: str, data: object = None, **more: object) -> HttpResponse:
        """Follows a redirect too: the next page tells what was done."""
        with rolled_back():
            cookies = self.client.cookies.copy()
            answer = getattr(self.client, method)(url, data or {}, **more)
            self._look(f"{method.upper()} {url} {more or ''}", f"{url} {data}", answer)
            target = answer.headers.get("Location", "")
            if target.startswith("/") and target not in self.followed:
                self.followed.add(target)
                self._look(f"{url} -> {target}", f"{url} {data} {target}", self.client.get(target))
            self.client.cookies = cookies
        return answer

    def matrix(self, world: World, *, with_libraries: bool = False) -> None:
        """Every row with the ids of a world, as a page and as a part, and each form with nothing in it."""
        for name, row in MATRIX.items():
            if not with_libraries and name.startswith(OF_LIBRARIES):
                continue
            url = reverse(name, kwargs=row.kwargs(world) or None)
            for headers in ({}, HTMX):
                answer = self.ask(row.method, url, row.data(world), headers=headers)
                assert answer.status_code < 500, f"{name}: {answer.status_code}"
            if row.method == "post":
                self.ask("post", url)

    def foreign(self, world: World) -> None:
        """The rows that carry ids, with those of another company's world."""
        for name, row in MATRIX.items():
            if row.foreign is not None:
                for headers in ({}, HTMX):
                    self.ask(
                        row.method, reverse(name, kwargs=row.kwargs(world) or None), row.data(world), headers=headers
                    )

    def links(self, start: str) -> None:
        """Every page that links lead to: filters, orders of rows, exports, and what later issues add."""
        waiting, known = [start], {start}
        while waiting and self.asked < MOST_PAGES:
            url = waiting.pop(0)
            answer = self.ask("get", url)
            if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                page = answer.content.decode()
                found = dict.fromkeys((*Links(page, url).found, *asked_by_forms(page, url)))
                waiting += [link for link in found if link not in known]
                known |= set(found)

    def _look(self, place: str, asked: str, answer: HttpResponse) -> None:
        self.asked += 1
        canaries = self.canaries.without(asked)
        self.leaks += [f"{place} {answer.status_code}: {leak}" for leak in leaks_of_answer(answer, canaries)]


def asked_by_forms(page: str, base: str) -> Iterator[str]:
    """The addresses that forms of search and filters ask, with each choice of their lists."""
    for form in FormsOfPage(page, base).forms:
        if form.method == "get":
            for name, value in [("", ""), *form.choices]:
                data = form.data.copy()
                if name:
                    data[name] = value
                yield f"{form.action.partition('?')[0]}?{data.urlencode()}"
