from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actions.invite_member import AlreadyMember, InvitedTooOften, PersonDisabled, invite_member
from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Company, Membership, User
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery, Mail
from tests.documents.outbox import run_owed
from tests.factories import make_actor, make_company, make_user
from tests.races import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Actor:
    return Actor(user=make_user("manager@shop.example", is_staff=True), channel=Channel.ADMIN)


def test_invite_member_makes_a_person_without_password_and_owes_one_mail(staff: Actor, now: datetime) -> None:
    company = make_company()
    membership = invite_member(
        company=company, email="New@Buyer.example", full_name="Анна Новая", role=Role.PURCHASER, by=staff, at=now
    )
    assert membership.role == "purchaser"
    assert membership.user.email == "new@buyer.example"
    assert not membership.user.has_usable_password()
    delivery = Delivery.objects.get(event="accounts.member_invited")
    assert delivery.payload.keys() == {"membership_id", "invitation"}


def test_invite_member_again_owes_another_mail_while_no_password_is_set(staff: Actor, now: datetime) -> None:
    company = make_company()
    for role in (Role.VIEWER, Role.PURCHASER):
        invite_member(company=company, email="a@buyer.example", full_name="А", role=role, by=staff, at=now)
    assert Membership.objects.get(company=company).role == "purchaser"
    invitations = [one.payload["invitation"] for one in Delivery.objects.filter(event="accounts.member_invited")]
    assert len(set(invitations)) == 2


def test_invite_member_keeps_name_and_password_of_a_known_person(staff: Actor, now: datetime) -> None:
    known = make_user("known@buyer.example", full_name="Борис")
    invite_member(
        company=make_company(), email="KNOWN@buyer.example", full_name="Другой", role=Role.VIEWER, by=staff, at=now
    )
    known.refresh_from_db()
    assert known.full_name == "Борис"
    assert known.check_password("correct horse 2026")


def test_invite_member_brings_back_who_has_left(staff: Actor, now: datetime) -> None:
    former = make_actor()
    Membership.objects.filter(user=former.user).update(left_at=now)
    invite_member(company=former.company, email=former.user.email, full_name="", role=Role.ACCOUNTANT, by=staff, at=now)
    membership = Membership.objects.get(user=former.user)
    assert (membership.left_at, membership.role) == (None, "accountant")


def test_invite_member_refuses_a_member_with_a_password(staff: Actor, now: datetime) -> None:
    member = make_actor()
    with pytest.raises(AlreadyMember, match=str(member.user)):
        invite_member(company=member.company, email=member.user.email, full_name="", role=Role.VIEWER, by=staff, at=now)


def test_invite_member_refuses_a_disabled_person(staff: Actor, now: datetime) -> None:
    make_user("gone@buyer.example", is_active=False)
    with pytest.raises(PersonDisabled):
        invite_member(
            company=make_company(), email="gone@buyer.example", full_name="", role=Role.VIEWER, by=staff, at=now
        )


def test_invite_member_refuses_a_purchaser_and_another_companys_administrator(now: datetime) -> None:
    company = make_company()
    for actor in (make_actor(company), make_actor(role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            invite_member(company=company, email="x@buyer.example", full_name="", role=Role.VIEWER, by=actor, at=now)
    assert not User.objects.filter(email="x@buyer.example").exists()


def test_invite_member_refuses_staff_who_act_in_the_cabinet(now: datetime) -> None:
    person = Actor(user=make_user(is_staff=True), channel=Channel.WEB)
    with pytest.raises(NotAllowed):
        invite_member(
            company=make_company(), email="x@buyer.example", full_name="", role=Role.VIEWER, by=person, at=now
        )


@pytest.mark.django_db(transaction=True)
def test_invite_member_of_two_companies_at_once_makes_one_person(staff: Actor, now: datetime) -> None:
    companies = [make_company(), make_company()]

    def invite(company: Company) -> Callable[[], Membership]:
        return lambda: invite_member(
            company=company, email="new@buyer.example", full_name="А", role=Role.VIEWER, by=staff, at=now
        )

    answers = race([invite(company) for company in companies])
    assert all(isinstance(answer, Membership) for answer in answers), answers
    assert User.objects.filter(email="new@buyer.example").count() == 1


def test_an_address_gets_five_invitations_a_day_to_a_company_which_learns_nothing_of_others(staff: Actor) -> None:
    facts = {"email": "a@buyer.example", "full_name": "А", "role": Role.VIEWER, "by": staff}
    company, other = make_company(), make_company()
    start = timezone.now()
    for _number in range(5):
        invite_member(company=company, **facts, at=start)
        run_owed()
    assert Mail.objects.filter(to="a@buyer.example").count() == 5
    with pytest.raises(InvitedTooOften) as refused:
        invite_member(company=company, **facts, at=start)
    assert refused.value.facts == {"person": "a@buyer.example", "times": 5}
    invite_member(company=other, **facts, at=start)
    invite_member(company=company, **facts, at=start + timedelta(days=1, minutes=5))
    invite_member(company=company, **{**facts, "email": "b@buyer.example"}, at=start)
