from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.invite_member import invite_member
from accounts.actions.issue_token import issue_token
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Company, Membership, Token
from accounts.permissions import Role
from b2b_portal.core.access import ACTING_FOR
from b2b_portal.core.models import Delivery
from tests.accounts.confirmed import PASSWORD, confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_user

pytestmark = pytest.mark.django_db
URL, INVITE = "/company/people/", "/company/people/invite/"


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, company=actor.company)


def invite(administrator: Actor, email: str = "new@buyer.example") -> Membership:
    """Invited, with a link that lives seven days."""
    now = timezone.now()
    facts = {"email": email, "full_name": "Anna New", "role": Role.VIEWER}
    membership = invite_member(company=administrator.company, **facts, by=administrator, at=now)
    scope = {"company": str(administrator.company.uid)}
    purpose, lives = TokenPurpose.INVITATION, timedelta(days=7)
    issue_token(user=membership.user, purpose=purpose, scope=scope, lives=lives, by=administrator, at=now)
    return membership


def verb(name: str, membership: Membership) -> str:
    return reverse(f"accounts:person-{name}", args=[membership.uid])


def test_people_shows_who_works_here_and_who_is_invited(administrator: Actor) -> None:
    colleague = make_actor(administrator.company, user=make_user(full_name="Boris Second"))
    Authenticator.objects.create(user=colleague.user, type="totp", data={})
    client_of(colleague)  # has been in
    invite(administrator)
    page = client_of(administrator).get(URL).text
    row = page.split("Boris Second", 1)[1].split("</tr>", 1)[0]
    assert colleague.user.email in row
    assert ">switched on<" in row
    row = page.split("Anna New", 1)[1].split("</tr>", 1)[0]
    assert "the invitation is good until" in row
    assert "Send again" in row
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "the invitation ended on" in client_of(administrator).get(URL).text


def test_people_tells_nothing_of_a_stranger_who_was_invited_until_he_comes(administrator: Actor) -> None:
    """An invitation is no way to ask what somebody is called, and when and how he signs in elsewhere."""
    stranger = make_actor(user=make_user("known@other.example", full_name="Secret Name"))
    client_of(stranger)
    Authenticator.objects.create(user=stranger.user, type="totp", data={})
    place = invite_member(
        company=administrator.company,
        email="known@other.example",
        full_name="Whoever",
        role=Role.VIEWER,
        by=administrator,
        at=timezone.now(),
    )
    client = client_of(administrator)
    page = client.get(URL).text
    assert "known@other.example" in page
    assert "Secret Name" not in page + client.get("/company/history/").text
    assert ">switched on<" not in page
    client_of(stranger).post(f"/profile/invitations/{place.uid}/accept/")
    assert "Secret Name" in client.get(URL).text


def test_people_draws_who_may_what_from_the_code(administrator: Actor) -> None:
    table = client_of(administrator).get(URL).text.split('id="rights"', 1)[1]
    row = table.split("place orders", 1)[1].split("</tr>", 1)[0]
    assert [cell.split("</span>")[0] for cell in row.split('class="vh">')[1:]] == ["yes", "yes", *["no"] * 4]


def test_people_of_another_company_are_unknown(administrator: Actor) -> None:
    stranger = make_actor(user=make_user(full_name="Strange Person"))
    client = confirmed(administrator)
    assert "Strange Person" not in client.get(URL).text
    for name in ("role", "end", "send"):
        assert client.post(verb(name, place_of(stranger)), {"role": "viewer"}).status_code == 404
    assert (place_of(stranger).role, place_of(stranger).left_at) == ("purchaser", None)


def test_a_change_of_role_bites_at_the_next_request_of_the_same_session(administrator: Actor) -> None:
    colleague = make_actor(administrator.company)
    browser = client_of(colleague)
    assert browser.get("/cart/").status_code == 200
    answer = confirmed(administrator).post(verb("role", place_of(colleague)), {"role": "viewer"})
    assert answer.url == URL
    assert browser.get("/cart/").status_code == 403


@pytest.mark.parametrize("role", ["", "root"])
def test_person_role_of_a_role_that_does_not_exist_changes_nothing(administrator: Actor, role: str) -> None:
    colleague = make_actor(administrator.company)
    assert confirmed(administrator).post(verb("role", place_of(colleague)), {"role": role}).status_code == 302
    assert place_of(colleague).role == "purchaser"


def test_person_role_and_end_keep_the_last_administrator_and_say_so(administrator: Actor) -> None:
    client = confirmed(administrator)
    for name in ("role", "end"):
        page = client.post(verb(name, place_of(administrator)), {"role": "viewer"}, follow=True).text
        assert f"{administrator.user} is the last administrator" in page
    assert (place_of(administrator).role, place_of(administrator).left_at) == ("administrator", None)


def test_person_end_takes_an_invitation_back_and_its_link_with_it(administrator: Actor) -> None:
    membership = invite(administrator)
    confirmed(administrator).post(verb("end", membership))
    assert Membership.objects.get(pk=membership.pk).left_at
    assert Token.objects.get(user=membership.user).revoked_at
    assert membership.user.email not in client_of(administrator).get(URL).text


def test_person_send_owes_another_mail(administrator: Actor) -> None:
    membership = invite(administrator)
    client = confirmed(administrator)
    assert "Invitation sent to new@buyer.example" in client.post(verb("send", membership), follow=True).text
    assert Delivery.objects.filter(event="accounts.member_invited").count() == 2
    assert "is a member of this company already" in client.post(verb("send", place_of(administrator)), follow=True).text


def typed(company: Company, email: str = "new@buyer.example") -> dict[str, object]:
    return {ACTING_FOR: company.uid, "email": email, "full_name": "Anna New", "role": "approver", "language": "en"}


def test_person_invite_lets_in(administrator: Actor) -> None:
    answer = confirmed(administrator).post(INVITE, typed(administrator.company))
    assert answer.url == URL
    assert Membership.objects.get(user__email="new@buyer.example").role == "approver"


def test_person_invite_refuses_kindly_and_keeps_what_was_typed(administrator: Actor) -> None:
    client = confirmed(administrator)
    answer = client.post(INVITE, typed(administrator.company, administrator.user.email))
    assert answer.status_code == 409
    assert "is a member of this company already" in answer.text
    answer = client.post(INVITE, typed(administrator.company, "no address"))
    assert answer.status_code == 422
    assert "Anna New" in answer.text


def test_person_invite_of_a_stale_tab_lets_nobody_into_another_company(administrator: Actor) -> None:
    second = make_actor(make_company(), Role.ADMINISTRATOR, administrator.user)
    client = confirmed(administrator)
    assert client.post(INVITE, typed(second.company)).status_code == 409
    assert client.post(INVITE, typed(make_company())).status_code == 404
    assert not Membership.objects.filter(user__email="new@buyer.example").exists()


def test_changes_ask_who_is_there_once_in_fifteen_minutes(administrator: Actor) -> None:
    colleague = make_actor(administrator.company)
    client, url = client_of(administrator), verb("role", place_of(colleague))
    answer = client.post(url, {"role": "viewer"}, follow=True)
    asked, _status = answer.redirect_chain[0]
    assert asked == f"{reverse('account_reauthenticate')}?next=%2Fcompany%2Fpeople%2F"
    assert "Nothing has changed yet" in answer.text
    assert client.post(asked, {"password": PASSWORD}).url == URL
    assert place_of(colleague).role == "purchaser"
    client.post(url, {"role": "viewer"})
    assert place_of(colleague).role == "viewer"
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(url, {"role": "approver"})
    assert place_of(colleague).role == "viewer"


def test_who_signed_in_a_moment_ago_is_not_asked_again(administrator: Actor, client: Client) -> None:
    client.post("/account/login/", {"login": administrator.user.email, "password": PASSWORD})
    company = {ACTING_FOR: str(administrator.company.uid)}
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert client.post(INVITE, {**typed(administrator.company), **company}).url == URL
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        again = {**typed(administrator.company), **company, "email": "other@buyer.example"}
        assert client.post(INVITE, again).url.startswith("/account/reauthenticate/")


def test_person_invite_keeps_what_was_typed_while_it_asks_who_is_there(administrator: Actor) -> None:
    client = client_of(administrator)
    asked = client.post(INVITE, typed(administrator.company)).url
    page = client.post(asked, {"password": PASSWORD}, follow=True).text
    assert 'value="new@buyer.example"' in page
    assert '<option value="approver" selected>' in page
    assert 'value="new@buyer.example"' not in client.get(INVITE).text


def test_a_suspended_company_reads_its_people_and_is_told_who_lifts_it(administrator: Actor) -> None:
    Company.objects.update(status="suspended", suspension_reason="Invoices are overdue")
    client = client_of(administrator)
    page = client.get(URL).text
    assert "Invoices are overdue" in page
    assert str(administrator.company.account_manager) in page
    assert "person-role" not in page
    assert 'name="role"' not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_people_costs_the_same_queries_for_one_and_three_rows(
    administrator: Actor, rows: int, django_assert_num_queries: Callable
) -> None:
    for _ in range(rows):
        make_actor(administrator.company)
    client: Client = client_of(administrator)
    client.get(URL)
    # session, person, header: actor and cart summary; people, own roles, departments
    with django_assert_num_queries(7):
        client.get(URL)
