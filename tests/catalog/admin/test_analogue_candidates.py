"""Staff decide which spellings are one part."""

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from catalog.enums import CandidateState, Doubt
from catalog.models import Analogue, AnalogueCandidate
from tests.conftest import client_of
from tests.factories import make_actor, make_product, make_user
from tests.factories.accounts import make_staff

pytestmark = pytest.mark.django_db
LIST = "admin:catalog_analoguecandidate_changelist"


@pytest.fixture
def staff() -> Actor:
    return make_staff()


@pytest.fixture
def staff_client(staff: Actor) -> Client:
    return client_of(staff)


def doubt(now: datetime, article: str = "SS34", other: str = "SS-34") -> AnalogueCandidate:
    return AnalogueCandidate.objects.create(
        article=article, other_article=other, doubt=Doubt.SPELLING, source_name="table.csv", found_at=now
    )


def act(client: Client, action: str, *rows: AnalogueCandidate) -> str:
    form = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(f"{reverse(LIST)}?state=all", form, follow=True).text


def test_the_spellings_stand_side_by_side_with_makers_and_the_difference_marked(
    staff_client: Client, now: datetime
) -> None:
    doubt(now, "SMBJ6.0<CA", "SMBJ60<CA")
    for maker in ("MDD", "BORN", "Slkor", "TWGMC"):
        make_product("SMBJ6.0<CA", brand=maker, name="TVS 6 V")
    text = staff_client.get(reverse(LIST)).text
    assert '<span class="art">SMBJ6<mark>.</mark>0&lt;CA</span>' in text
    assert '<span class="art">SMBJ60&lt;CA</span>' in text
    assert "BORN, MDD, Slkor, +1" in text
    assert "TVS 6 V" in text


@pytest.mark.parametrize(("action", "kind"), [("link_as_functional", "functional"), ("link_as_full", "full")])
def test_one_part_links_all_makers_and_is_vouched_for(
    staff: Actor, staff_client: Client, now: datetime, action: str, kind: str
) -> None:
    for article, maker in (("SS34", "MDD"), ("SS34", "BORN"), ("SS-34", "MDD"), ("SS 34", "MDD")):
        make_product(article, brand=maker)
    row = doubt(now)
    assert "2 links of products were made." in act(staff_client, action, row)
    assert set(Analogue.objects.values_list("kind", "vouched_by")) == {(kind, staff.user.pk)}
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (CandidateState.LINKED, staff.user)
    assert "0 links of products were made." in act(staff_client, action, row)
    assert "0 pairs of spellings are rejected." in act(staff_client, "reject", row)


def test_what_is_rejected_is_kept_and_can_be_linked_after_all(staff_client: Client, now: datetime) -> None:
    make_product("SS34"), make_product("SS-34")
    row = doubt(now)
    assert "1 pair of spellings is rejected." in act(staff_client, "reject", row)
    row.refresh_from_db()
    assert (row.state, Analogue.objects.count()) == (CandidateState.REJECTED, 0)
    assert "SS-34" not in staff_client.get(reverse(LIST)).text
    assert "<mark>-</mark>34" in staff_client.get(reverse(LIST), {"state": "rejected"}).text
    assert "1 link of products was made." in act(staff_client, "link_as_full", row)


def test_who_may_only_look_decides_nothing(now: datetime) -> None:
    looker = make_user(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_analoguecandidate"))
    client, row = client_of(Actor(user=looker)), doubt(now)
    make_product("SS34"), make_product("SS-34")
    assert client.get(reverse(LIST)).status_code == 200
    act(client, "link_as_full", row)
    row.refresh_from_db()
    assert (row.state, Analogue.objects.count()) == (CandidateState.WAITING, 0)
    assert client_of(make_actor()).get(reverse(LIST)).status_code in {302, 403, 404}


def test_rows_are_found_by_the_beginning_of_either_article(staff_client: Client, now: datetime) -> None:
    doubt(now)
    doubt(now, "BZT52-C5V6", "BZT52C5V6")
    for query, found in (("ss-", "SS34"), ("BZT52C", "BZT52")):
        assert found in staff_client.get(reverse(LIST), {"q": query}).text
    assert "BZT52" not in staff_client.get(reverse(LIST), {"q": "ss"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_many_rows(
    staff_client: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        doubt(now, f"SS{number}4", f"SS-{number}4")
        make_product(f"SS{number}4")
    staff_client.get(reverse(LIST))
    with django_assert_num_queries(5):  # session, person, count, rows, products
        staff_client.get(reverse(LIST))
