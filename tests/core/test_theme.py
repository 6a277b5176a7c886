"""The theme: a cookie that the server renders."""

import pytest
from django.test import Client

from tests.conftest import client_of
from tests.factories import make_actor


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_set_theme_is_rendered_on_the_next_page(db: None, theme: str) -> None:
    client = client_of(make_actor())
    answer = client.post("/theme/", {"theme": theme, "next": "/nowhere/"})
    assert (answer.status_code, answer["Location"]) == (302, "/nowhere/")
    cookie = answer.cookies["theme"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 31_536_000)
    assert f'data-theme="{theme}"' in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize("theme", ["auto", "", '"><script>'])
def test_set_theme_forgets_what_is_no_theme(client: Client, db: None, theme: str) -> None:
    client.cookies["theme"] = "dark"
    assert client.post("/theme/", {"theme": theme}).cookies["theme"]["max-age"] == 0


def test_set_theme_needs_post(client: Client, db: None) -> None:
    assert client.get("/theme/").status_code == 405
