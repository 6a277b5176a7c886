"""The language of the pages: the browser's, until the reader chooses."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.parametrize(("accepted", "expected"), [("en-GB,en;q=0.9", "en"), ("ru", "ru"), ("de", "ru"), ("", "ru")])
def test_browser_decides_until_somebody_chooses(client: Client, db: None, accepted: str, expected: str) -> None:
    page = client.get("/nowhere/", headers={"Accept-Language": accepted}).content.decode()
    assert f'<html lang="{expected}"' in page


def test_set_language_beats_the_browser(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/nowhere/?a=1"}, headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer["Location"]) == (302, "/nowhere/?a=1")
    assert '<html lang="en"' in client.get("/nowhere/", headers={"Accept-Language": "ru"}).content.decode()


def test_set_language_ignores_an_unknown_one(client: Client, db: None) -> None:
    assert settings.LANGUAGE_COOKIE_NAME not in client.post("/language/", {"language": "xx"}).cookies


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_way_back_never_leaves_the_shop(client: Client, db: None, evil: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": evil}, headers={"Referer": evil})
    assert answer["Location"] == "/"


def test_way_back_is_the_page_of_the_form(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "en"}, headers={"Referer": "http://testserver/cart/"})
    assert answer["Location"] == "http://testserver/cart/"


def test_set_language_needs_post(client: Client, db: None) -> None:
    assert client.get("/language/").status_code == 405
