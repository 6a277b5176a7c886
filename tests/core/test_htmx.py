"""Parts and redirects that HTMX obeys."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from b2b_portal.core.htmx import is_part, part_or_page, redirect

PART = {"HX-Request": "true"}


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/x/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    HtmxMiddleware(lambda _: None)(request)  # type: ignore[arg-type]
    return request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_is_part_only_for_a_swap(headers: dict[str, str], expected: bool) -> None:
    assert is_part(asked(**headers)) is expected


def test_redirect_sends_the_whole_page() -> None:
    plain = redirect(asked(), "/orders/1/")
    assert (plain.status_code, plain["Location"]) == (302, "/orders/1/")
    swapped = redirect(asked(**PART), "/orders/1/")
    assert (swapped.status_code, swapped["HX-Redirect"]) == (200, "/orders/1/")
    assert not swapped.has_header("Location")


def test_part_or_page_answers_the_part_alone_to_htmx() -> None:
    files = {"part": "core/_mark.html", "page": "500.html"}
    part = part_or_page(asked(**PART), **files, context={}, status=422)
    page = part_or_page(asked(), **files, context={})
    assert part.status_code == 422
    assert part.content.startswith(b"<svg")
    assert page.status_code == 200
    assert b"<html" in page.content
