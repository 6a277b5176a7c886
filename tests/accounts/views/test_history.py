from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.actions.add_address import add_address
from accounts.actions.change_role import change_role
from accounts.actions.set_replacement_policy import set_replacement_policy
from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from accounts.models import Contract, Membership
from accounts.permissions import Role
from accounts.queries import history
from tests.conftest import client_of
from tests.factories import make_actor, make_user
from tests.factories.accounts import make_address, make_staff

pytestmark = pytest.mark.django_db
URL = "/company/history/"


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR, user=make_user(full_name="Anna First"))


def test_history_says_who_when_from_what_to_what_and_through_what(administrator: Actor) -> None:
    colleague, now = make_actor(administrator.company), timezone.now()
    place = Membership.objects.get(user=colleague.user)
    change_role(membership=place, role=Role.VIEWER, by=administrator, at=now)
    change_role(membership=place, role=Role.APPROVER, by=make_staff(full_name="Our Clerk"), at=now)
    set_replacement_policy(policy=ReplacementPolicy.NEVER, by=administrator, at=now)
    Contract.objects.filter(company=administrator.company).update(credit_limit="150000.00")
    page = client_of(administrator).get(URL).text
    rows = page.split("<tr>")[2:]
    ours = [row for row in rows if colleague.user.email in row]
    assert ["Viewer → Approver" in ours[0], "Our Clerk" in ours[0], "staff" in ours[0]] == [True] * 3
    assert ["Purchaser → Viewer" in ours[1], "Anna First" in ours[1], "cabinet" in ours[1]] == [True] * 3
    assert any("offer, the buyer decides → never offer" in row for row in rows)
    assert any("— → 150\u00a0000,00" in row.replace("\u202f", "\u00a0") or "150,000.00" in row for row in rows)
    assert "the shop itself" in page


def test_history_shows_nothing_of_another_company(administrator: Actor) -> None:
    stranger = make_actor(user=make_user("zqcanary@other.example", full_name="Zqcanary Name"))
    add_address(text="Zqcanary street", by=stranger, at=timezone.now())
    Contract.objects.filter(company=stranger.company).update(number="ZQCANARY-7")
    page = client_of(administrator).get(URL).text.lower()
    assert "zqcanary" not in page
    assert stranger.company.name.lower() not in page
    assert "zqcanary street" in client_of(make_actor(stranger.company, Role.ADMINISTRATOR)).get(URL).text.lower()


def test_history_is_paged_by_places_without_loss_or_double(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):  # all of one moment: the transaction of the test
        make_address(administrator.company, f"Street {number}")
    whole = history.company_history(administrator).entries
    monkeypatch.setattr(history, "SHOWN", 3)
    found, before = [], ""
    while True:
        page = history.company_history(administrator, before)
        found += page.entries
        if not (before := page.older):
            break
    assert found == list(whole)
    assert len(found) >= 9


@pytest.mark.parametrize("before", ["x", "1-2", "9" * 40 + "-1-1", "1-1-" + "9" * 40, "-1-1-1"])
def test_history_of_a_place_that_makes_no_sense_is_the_beginning(administrator: Actor, before: str) -> None:
    assert administrator.user.email in client_of(administrator).get(URL, {"before": before}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_history_costs_the_same_queries_for_one_and_three_rows(
    administrator: Actor, rows: int, django_assert_num_queries: Callable
) -> None:
    for number in range(rows):
        add_address(text=f"Street {number}", by=make_actor(administrator.company), at=timezone.now())
    client = client_of(administrator)
    client.get(URL)
    # session, person, header: actor and cart summary; nine tables, three of orders, and the names of who changed
    with django_assert_num_queries(17):
        client.get(URL)
