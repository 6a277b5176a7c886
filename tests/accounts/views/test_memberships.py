"""Whoever has an account is asked before he works for one more company."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.invite_member import AlreadyMember, invite_member
from accounts.actors import SYSTEM, Actor
from accounts.models import Membership, User
from accounts.permissions import Permission, Role
from accounts.queries.access import names_of_those_who_can
from accounts.queries.acting import actor_of
from b2b_portal.core.models import Mail
from tests.accounts.actions.test_send_invitation import secret_in
from tests.conftest import client_of
from tests.documents.outbox import run_owed
from tests.factories import make_actor, make_company, make_user
from tests.factories.accounts import make_staff

pytestmark = pytest.mark.django_db


def ask(user: User, company: object = None, role: Role = Role.ADMINISTRATOR) -> Membership:
    """An invitation by our own people."""
    facts = {"email": user.email, "full_name": "Another name", "role": role, "by": make_staff(), "at": timezone.now()}
    return invite_member(company=company or make_company("New company"), **facts)


@pytest.fixture
def place(buyer: Actor) -> Membership:
    return ask(buyer.user)


def test_until_he_accepts_he_is_a_stranger_to_the_company(buyer: Actor, place: Membership) -> None:
    assert actor_of(buyer.user, place.company.uid).company == buyer.company
    assert names_of_those_who_can(Permission.MANAGE_PEOPLE, place.company) == ()
    assert client_of(buyer).post("/company/", {"company": place.company.uid}).status_code == 404


def test_profile_and_overview_ask_and_the_answer_goes_over_to_the_company(buyer: Actor, place: Membership) -> None:
    client = client_of(buyer)
    for url in ("/", "/profile/"):
        assert f"/profile/invitations/{place.uid}/accept/" in client.get(url).text
    answer = client.post(f"/profile/invitations/{place.uid}/accept/", follow=True)
    assert "You now act for New company." in answer.text
    assert 'id="invitations"' not in answer.text
    assert actor_of(buyer.user, place.company.uid).company == place.company


def test_who_declines_stays_a_stranger_and_may_be_asked_again(buyer: Actor, place: Membership) -> None:
    client = client_of(buyer)
    for _time in range(2):
        client.post(f"/profile/invitations/{place.uid}/decline/")
    place.refresh_from_db()
    assert place.left_at
    assert 'id="invitations"' not in client.get("/profile/").text
    assert client.post(f"/profile/invitations/{place.uid}/accept/").status_code == 404
    assert ask(buyer.user, place.company) == place
    assert 'id="invitations"' in client.get("/profile/").text


def test_nobody_else_answers(place: Membership) -> None:
    for verb in ("accept", "decline"):
        assert client_of(make_actor()).post(f"/profile/invitations/{place.uid}/{verb}/").status_code == 404
    place.refresh_from_db()
    assert (place.accepted_at, place.left_at) == (None, None)


def test_who_works_there_cannot_decline_his_way_out(buyer: Actor) -> None:
    place = Membership.objects.get(user=buyer.user)
    client_of(buyer).post(f"/profile/invitations/{place.uid}/decline/")
    place.refresh_from_db()
    assert place.left_at is None


def test_an_invitation_ends_after_seven_days(buyer: Actor, place: Membership) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        client = client_of(buyer)
        assert 'id="invitations"' not in client.get("/profile/").text
        answer = client.post(f"/profile/invitations/{place.uid}/accept/", follow=True)
        assert "is older than seven days" in answer.text
        place.refresh_from_db()
        assert place.accepted_at is None
        assert ask(buyer.user, place.company).is_asked(timezone.now())


def test_whoever_works_for_no_company_is_asked_where_he_lands(client: Client) -> None:
    user = make_user()
    place = ask(user)
    client.force_login(user)
    assert f"/profile/invitations/{place.uid}/accept/" in client.get("/").text
    client.post(f"/profile/invitations/{place.uid}/accept/")
    assert "New company" in client.get("/").text


def test_the_company_sees_an_address_and_no_name_until_he_accepts(buyer: Actor, place: Membership) -> None:
    administrator = make_actor(place.company, Role.ADMINISTRATOR)
    page = client_of(administrator).get("/company/people/").text
    assert buyer.user.email in page
    assert str(buyer.user) not in page
    assert "the invitation is good until" in page
    assert "Send again" in page
    client_of(buyer).post(f"/profile/invitations/{place.uid}/accept/")
    assert str(buyer.user) in client_of(administrator).get("/company/people/").text


def test_the_mail_asks_and_says_until_when(buyer: Actor, place: Membership) -> None:
    run_owed()
    text = Mail.objects.get(to=buyer.user.email).text
    assert "New company invites you to work for it" in text
    assert "accept or decline within seven days" in text


def test_asked_again_while_he_thinks_and_not_once_he_works_there(buyer: Actor, place: Membership) -> None:
    assert ask(buyer.user, place.company, Role.VIEWER).role == "viewer"
    client_of(buyer).post(f"/profile/invitations/{place.uid}/accept/")
    with pytest.raises(AlreadyMember):
        ask(buyer.user, place.company)


def test_the_first_password_accepts_the_company_of_its_link_alone(db: None) -> None:
    user = make_user("new@buyer.example")
    user.set_unusable_password()
    user.save()
    first, second = ask(user), ask(user, make_company("Other company"))
    run_owed()
    mail = Mail.objects.get(to=user.email, text__contains="Other company")
    accept_invitation(secret=secret_in(mail), password="correct horse 2026", by=SYSTEM, at=timezone.now())
    for place in (first, second):
        place.refresh_from_db()
    assert (first.accepted_at, second.accepted_at is None) == (None, False)
    assert first.is_asked(timezone.now())
