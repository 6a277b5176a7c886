"""Whatever somebody types or pastes into the search box: an answer, soon, never a fault of ours."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_product

SLOW_SECONDS = 2  # on a machine that others use too
HOSTILE = {
    "long": "CF259X" * 1_667,
    "long_cyrillic": "ж" * 10_000,
    "long_spaced": "1 " * 5_000,
    "nul": "CF\x00259X",
    "surrogate": "CF\ud800259X",
    "direction": "\u202eX952FC\u202c\u200f",
    "percent": "%",
    "percents": "%" * 10_000,
    "underscore": "_" * 50,
    "quote": "'",
    "quotes": "'; DROP TABLE catalog_product; --",
    "backslash": "\\' \\",
    "words_of_a_query": "a:* & !b | (c <-> d)",
    "expression": "(a+)+$ ^(.*)*$ [^x]{1,99}",
    "emoji": "😀🅰️👨‍👩‍👧 CF259X",
    "marks": "a" + "\u0301" * 5_000,
    "two_hundred_words": "слово " * 200,
    "two_hundred_different_words": " ".join(f"w{place}" for place in range(200)),
    "placeholders": "%s %(key)s %% {0} {key}",
    "markup": "<script>alert(1)</script>",
    "format_characters": "\ufeff\u200b\u2060",
    "other_digits": "٣٤٥ ⅷ ² ①",
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["search", "suggest"])
@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_query_is_answered_soon(buyer_client: Client, page: str, query: str) -> None:
    make_product("CF259X", name="Картридж")
    with CaptureQueriesContext(connection) as asked:
        answer = buyer_client.get(reverse(f"catalog:{page}"), {"q": query.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.text
    assert max(float(one["time"]) for one in asked.captured_queries) < SLOW_SECONDS


@pytest.fixture
def endless_search(transactional_db: None) -> Iterator[None]:
    """A search that would take a minute, for a person whose connection gives up after a fifth of a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('catalog_search_text(text)'::regprocedure)")
        (kept,) = cursor.fetchone()
        cursor.execute(
            "CREATE OR REPLACE FUNCTION catalog_search_text(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT "
            "PARALLEL SAFE AS $$ BEGIN PERFORM pg_sleep(60); RETURN said; END $$"
        )
        cursor.execute("SET statement_timeout = '200ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(kept)


@pytest.mark.parametrize("page", ["search", "suggest"])
def test_a_query_that_takes_too_long_ends_with_a_sentence(
    buyer_client: Client, endless_search: None, page: str
) -> None:
    buyer_client.raise_request_exception = False
    answer = buyer_client.get(reverse(f"catalog:{page}"), {"q": "картридж"})
    assert answer.status_code == 400
    assert "This takes too long" in answer.text
