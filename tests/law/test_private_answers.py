"""No answer to a signed-in person is kept by anybody: prices differ per company, and so does every page."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories.accounts import make_staff
from tests.law.access_matrix import MATRIX
from tests.law.planted import Planted
from tests.law.tree import ROOT, name_of, python_files, templates
from tests.law.walks import rolled_back
from tests.law.worlds import HTMX

# the same bytes for everybody: icons, and what a maker says of a product; they hold neither price nor company
SAME_FOR_ALL = {"core:sprite", "catalog:product-file"}


def is_private(answer: HttpResponse) -> bool:
    """Whether neither a proxy nor the browser keeps the answer or takes it for another's."""
    control = {one.strip() for one in answer.headers.get("Cache-Control", "").split(",")}
    vary = {one.strip().lower() for one in answer.headers.get("Vary", "").split(",")}
    return {"private", "no-store"} <= control and {"cookie", "hx-request"} <= vary and "ETag" not in answer.headers


def kept(client: Client, shop: Planted) -> list[str]:
    """The answers that somebody might keep: pages, parts, files, refusals."""
    found = []
    for name, row in MATRIX.items():
        worlds = [shop.a] if row.foreign is None else [shop.a, shop.b]
        for world, headers in ((world, headers) for world in worlds for headers in ({}, HTMX)):
            url = reverse(name, kwargs=row.kwargs(world) or None)
            with rolled_back():
                cookies = client.cookies.copy()
                answer = getattr(client, row.method)(url, row.data(world), headers=headers)
                client.cookies = cookies
            if name not in SAME_FOR_ALL and not is_private(answer):
                found.append(f"{name} {answer.status_code}: {dict(answer.headers)}")
    return found


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ACCOUNTANT])
def test_answers_to_people_are_kept_by_nobody(shop: Planted, role: Role):
    assert not kept(client_of(shop.people[role]), shop)


def test_answers_to_staff_are_kept_by_nobody(shop: Planted):
    client = Client()
    client.force_login(make_staff().user, backend=settings.AUTHENTICATION_BACKENDS[0])
    for name in ("core:gallery", "admin:index", "admin:catalog_price_changelist", "admin:catalog_price_export"):
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert is_private(answer), f"{name}: {dict(answer.headers)}"


def test_missing_pages_and_wrong_methods_are_kept_by_nobody(shop: Planted):
    client = client_of(shop.a.actor)
    answers = [client.get("/no-such-page/"), client.post(reverse("orders:orders")), client.get("/orders/999999999/")]
    assert [answer.status_code for answer in answers] == [404, 405, 404]
    assert [is_private(answer) for answer in answers] == [True, True, True]


def test_what_is_kept_is_the_same_for_all(shop: Planted):
    """The exceptions prove themselves: both companies get the same bytes."""
    for name in sorted(SAME_FOR_ALL):
        url = reverse(name, kwargs=MATRIX[name].kwargs(shop.a))
        mine, theirs = (client_of(world.actor).get(url) for world in (shop.a, shop.b))
        assert b"".join(mine) == b"".join(theirs)
        assert "no-store" not in mine["Cache-Control"]


def test_is_private_finds_what_is_not():
    assert not is_private(HttpResponse())
    assert not is_private(HttpResponse(headers={"Cache-Control": "private, no-store", "Vary": "Cookie"}))
    private = {"Cache-Control": "private, no-store", "Vary": "Cookie, HX-Request"}
    assert is_private(HttpResponse(headers=private))
    assert not is_private(HttpResponse(headers={**private, "ETag": '"1"'}))


def test_no_middleware_and_no_view_caches_pages():
    words = re.compile(
        r"\b(cache_page|UpdateCacheMiddleware|FetchFromCacheMiddleware|cache_control|ConditionalGetMiddleware)\b"
    )
    assert not [name_of(path) for path in python_files() if words.search(path.read_text(encoding="utf-8"))]
    assert not [one for one in settings.MIDDLEWARE if "cache" in one.lower() or "Conditional" in one]


def test_no_code_of_ours_writes_to_the_cache():
    """allauth alone counts attempts there. Whoever wants to keep a price must first bring a law for its key."""
    uses = re.compile(r"from django\.core\.cache\b|\bcache\.(set|get_or_set|add|set_many)\b|\bcaches\[")
    assert not [name_of(path) for path in python_files() if uses.search(path.read_text(encoding="utf-8"))]


def test_no_template_caches_a_fragment():
    fragments = re.compile(r"{%\s*(cache|load\s[^%]*\bcache)\b")
    assert not [name_of(path) for path in templates() if fragments.search(path.read_text(encoding="utf-8"))]
    assert fragments.search("{% cache 60 prices %}")
    assert fragments.search("{% load i18n cache %}")


def test_no_function_remembers_what_it_read_of_a_company():
    """functools.cache outlives a request: it may stand on pure functions and on what is everybody's."""
    remembering = re.compile(r"@(functools\.)?(cache|lru_cache)\b")
    floors = {"queries", "actions", "views", "pages", "models", "forms", "admin", "api", "imports"}
    wrong = [
        name_of(path)
        for path in python_files()
        if floors & set(path.relative_to(ROOT).parts) and remembering.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
