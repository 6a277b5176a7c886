import pytest

from accounts.models import Membership
from accounts.permissions import Role
from b2b_portal.core.access import ACTING_FOR
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_company

pytestmark = pytest.mark.django_db
URL = "/company/leave/"


def test_leave_makes_a_stranger_at_the_next_request() -> None:
    purchaser = make_actor()
    client, other = confirmed(purchaser), client_of(purchaser)
    page = client.post(URL, {ACTING_FOR: purchaser.company.uid}, follow=True)
    assert f"You have left {purchaser.company.name}" in page.text.replace("&nbsp;", " ")
    assert other.get("/cart/").status_code == 403
    assert client.get(URL).status_code == 404


def test_leave_asks_the_last_administrator_who_takes_over() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    heir = make_actor(administrator.company)
    client, company = confirmed(administrator), {ACTING_FOR: administrator.company.uid}
    assert str(heir.user) in client.get(URL).text
    answer = client.post(URL, company)
    assert answer.status_code == 422
    assert "Name who takes over" in answer.text
    stranger = make_actor().user.memberships.get()
    assert client.post(URL, {**company, "successor": stranger.uid}).status_code == 422
    assert client.post(URL, {**company, "successor": heir.user.memberships.get().uid}).url == "/profile/"
    assert heir.user.memberships.get().role == "administrator"


def test_leave_alone_says_what_to_do() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    client = confirmed(administrator)
    assert "nobody can take over yet" in client.get(URL).text
    assert client.post(URL, {ACTING_FOR: administrator.company.uid}).status_code == 409


def test_leave_of_a_stale_tab_leaves_no_other_company_and_asks_who_is_there() -> None:
    purchaser = make_actor()
    assert confirmed(purchaser).post(URL, {ACTING_FOR: make_company().uid}).status_code == 404
    answer = client_of(purchaser).post(URL, {ACTING_FOR: purchaser.company.uid})
    assert answer.url.startswith("/account/reauthenticate/")
    assert Membership.objects.get(user=purchaser.user).left_at is None
