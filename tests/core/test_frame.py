"""The frame of every page: sections, the cart, the switches; and the error pages inside and outside it."""

import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import server_error

from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.templatetags.ui import here
from tests.conftest import client_of
from tests.factories import make_actor, make_user

GUNICORN_LONGEST_LINE = 4094
EN = {"Accept-Language": "en"}


def test_frame_links_every_section_that_works(db: None) -> None:
    page = client_of(make_actor()).get("/nowhere/").content.decode()
    for name in ("overview", "catalog:search", "orders:orders", "orders:cart", "accounts:profile", "account_logout"):
        assert f'"{reverse(name)}"' in page, name
    assert f'hx-get="{reverse("catalog:suggest")}"' in page
    assert reverse("admin:index") not in page


def test_frame_lets_nobody_type_a_query_that_no_address_can_carry(db: None) -> None:
    page = client_of(make_actor()).get("/nowhere/").content.decode()
    found = re.search(r'name="q"[^>]* maxlength="(\d+)"', page)
    assert found
    address = reverse("catalog:suggest") + "?" + urlencode({"q": "ж" * int(found[1]), "literal": "1", "shown": "200"})
    assert len(f"GET {address} HTTP/1.1") < GUNICORN_LONGEST_LINE


def test_frame_of_staff_without_a_company_offers_the_admin_only(db: None, client: Client) -> None:
    client.force_login(make_user(is_staff=True), backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/nowhere/", headers=EN).content.decode()
    assert f'"{reverse("admin:index")}"' in page
    assert 'role="search"' not in page
    assert f'href="{reverse("orders:orders")}" data-go' not in page


def test_frame_of_a_stranger_offers_sign_in_only(db: None, client: Client) -> None:
    page = client.get("/nowhere/", headers=EN).content.decode()
    assert f'"{reverse("account_login")}"' in page
    assert "cart-chip" not in page
    assert "tabbar" not in page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/orders/", 'aria-current="page"'),
        ("/orders/104218/", 'aria-current="true"'),
        ("/products/x/", 'aria-current="true"'),
        ("/", ""),
        ("/ordersx/", ""),
    ],
)
def test_here_marks_the_section_of_the_path(path: str, expected: str) -> None:
    assert here({"request": RequestFactory().get(path)}, "/orders/", "/products/") == expected


def test_here_marks_the_front_page_only_on_itself() -> None:
    assert here({"request": RequestFactory().get("/")}, "/") == 'aria-current="page"'
    assert here({"request": RequestFactory().get("/cart/")}, "/") == ""


def test_missing_page_speaks_the_readers_language(db: None, client: Client) -> None:
    answer = client.get("/nowhere/", headers=EN)
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_broken_page_needs_neither_context_nor_database() -> None:
    with translation.override("en"):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_refused_page_names_the_rule(db: None) -> None:
    request = RequestFactory().get("/")
    page = render_to_string("403.html", {"refusal": RuleBroken("Anna may & can.")}, request)
    assert "Anna may &amp; can." in page


def test_forged_form_is_refused_with_a_way_back(db: None) -> None:
    client = Client(enforce_csrf_checks=True, headers=EN)
    answer = client.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "The form is out of date" in answer.content.decode()
