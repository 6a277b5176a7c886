"""What people look for: their own recent searches, and the demand that we do not meet."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM, Actor
from catalog.actions.forget_searches import forget_searches
from catalog.actions.note_search import AGAIN, note_search
from catalog.actions.prune_searches import SEARCHES_KEPT, prune_searches
from catalog.models import SearchLog
from catalog.queries.lost_demand import lost_demand
from catalog.queries.recent_searches import recent_searches
from tests.conftest import client_of
from tests.factories import make_actor, make_product
from tests.factories.accounts import make_staff

SEARCH = "/search/"


def look(actor: Actor, query: str, at: datetime, hits: int = 0) -> None:
    note_search(query=query, understood=query, hits=hits, by=actor, at=at)


def test_a_sent_page_is_noted_once_and_nothing_else(buyer: Actor, buyer_client: Client) -> None:
    make_product("CF259X")
    for asked in ({"q": "ca259ч"}, {"q": "СА259Ч", "literal": "1"}, {"q": "  "}):
        buyer_client.get(SEARCH, asked)
    for asked in ({"q": "one", "shown": "40"}, {"q": "two", "brand": "HP"}, {"q": "three", "analogues": "x"}):
        buyer_client.get(SEARCH, asked)
    buyer_client.get(SEARCH, {"q": "four"}, headers={"HX-Request": "true"})
    buyer_client.get("/search/suggest/", {"q": "five"})
    assert list(SearchLog.objects.values_list("query", flat=True)) == ["ca259ч"]


@pytest.mark.parametrize("query", ["x" * 10_000, "a\0b", "\ud800", "%_'", "☃" * 300, "ß" * 200, "ﬁ" * 200])
def test_odd_queries_are_noted_as_they_can_be_kept(buyer: Actor, buyer_client: Client, query: str) -> None:
    assert buyer_client.get(SEARCH, {"q": query.encode("utf-8", "replace")}).status_code == 200
    assert SearchLog.objects.count() == 1


def test_the_same_query_counts_again_after_a_while(buyer: Actor, now: datetime) -> None:
    for later in (timedelta(), AGAIN / 2, AGAIN):
        look(buyer, "CF 259", now + later)
    assert SearchLog.objects.count() == 2


def test_recent_searches_are_the_persons_own_and_different(buyer: Actor, now: datetime) -> None:
    for number, query in enumerate(["картридж", "CF 259", "cf259", *"ABCDEFG"]):
        look(buyer, query, now + number * AGAIN)
    colleague, elsewhere = make_actor(buyer.company), make_actor(user=buyer.user)
    look(colleague, "secret of a colleague", now)
    look(elsewhere, "secret of another company", now)
    assert recent_searches(buyer) == [*"GFEDCBA", "cf259"]
    assert recent_searches(colleague) == ["secret of a colleague"]


def test_the_start_page_shows_them_until_they_are_forgotten(buyer: Actor, now: datetime) -> None:
    look(buyer, "<b>W712", now)
    client = client_of(buyer)
    assert "&lt;b&gt;W712" in client.get(SEARCH).text
    client.post(reverse("catalog:searches-forget"))
    assert "W712" not in client.get(SEARCH).text
    assert SearchLog.objects.get().user is None


def test_forget_searches_leaves_those_of_others(buyer: Actor, now: datetime) -> None:
    look(make_actor(buyer.company), "A", now)
    look(buyer, "B", now)
    assert forget_searches(by=buyer, at=now) == 1
    assert list(SearchLog.objects.exclude(user=None).values_list("query", flat=True)) == ["A"]


def test_prune_searches_forgets_after_a_year(buyer: Actor, now: datetime) -> None:
    look(buyer, "old", now - SEARCHES_KEPT - timedelta(hours=1))
    look(buyer, "kept", now - SEARCHES_KEPT + timedelta(hours=1))
    assert prune_searches(by=SYSTEM, at=now) == 1
    assert SearchLog.objects.get().query == "kept"


def test_lost_demand_counts_companies_before_times(buyer: Actor, now: datetime) -> None:
    for number in range(3):
        look(buyer, "KVR-32", now + number * AGAIN)
    for number, query in enumerate(["W712", "w 712"]):
        look(make_actor(), query, now + number * AGAIN)
    look(buyer, "found", now, hits=1)
    look(buyer, "too old", now - timedelta(days=8))
    found = [(row.query, row.times, row.companies) for row in lost_demand(now - timedelta(days=7))]
    assert found == [("w 712", 2, 2), ("KVR-32", 3, 1)]


@pytest.mark.parametrize("several", [1, 3])
def test_the_report_costs_the_same_for_one_query_and_three(
    buyer: Actor, several: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(several):
        look(buyer, f"A{number}", now)
    client = client_of(make_staff())
    page = reverse("admin:catalog_searchlog_changelist")
    with django_assert_num_queries(3):  # the session, the person, the report
        assert "A0" in client.get(page, {"days": "365"}).text


def test_the_report_is_taken_away_and_is_for_staff_who_may(buyer: Actor, now: datetime) -> None:
    look(buyer, "=A1", now)
    page = reverse("admin:catalog_searchlog_changelist")
    staff = client_of(make_staff())
    assert b"'=A1" in staff.get(page, {"days": "365", "format": "csv"}).content
    assert staff.get(page, {"days": "365", "format": "xlsx"}).content.startswith(b"PK")
    assert staff.get(page, {"days": "-1"}).status_code == 422
    assert staff.get(reverse("admin:catalog_searchlog_change", args=[SearchLog.objects.get().pk])).status_code != 200
    assert client_of(buyer).get(page).status_code == 302
