from datetime import datetime, timedelta

import pytest
from django.apps import apps

from accounts.actions.change_profile import change_profile
from accounts.actions.change_role import change_role
from accounts.actions.end_membership import end_membership
from accounts.actions.resume_company import resume_company
from accounts.actions.set_password import set_password
from accounts.actions.suspend_company import ReasonMissing, suspend_company
from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Membership
from accounts.permissions import Permission, Role
from accounts.queries.access import NotAllowed, can
from accounts.queries.acting import actor_of
from accounts.queries.staff import StaffOnly
from tests.factories import make_actor, make_company, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Actor:
    return Actor(user=make_user("manager@shop.example", is_staff=True), channel=Channel.ADMIN)


def test_suspend_company_refuses_orders_with_the_reason_until_resumed(staff: Actor, now: datetime) -> None:
    buyer = make_actor()
    suspend_company(company=buyer.company, reason="Долг 90 дней", by=staff, at=now)
    refused = actor_of(buyer.user)
    assert can(refused, Permission.VIEW_ORDERS, refused.company)
    assert can(refused, Permission.PLACE_ORDER, refused.company).rule == "Долг 90 дней"
    resume_company(company=buyer.company, by=staff, at=now)
    again = actor_of(buyer.user)
    assert can(again, Permission.PLACE_ORDER, again.company)
    assert again.company.suspension_reason == ""


def test_suspend_company_refuses_without_a_reason_and_a_buyer(staff: Actor, now: datetime) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    with pytest.raises(ReasonMissing):
        suspend_company(company=administrator.company, reason=" ", by=staff, at=now)
    with pytest.raises(StaffOnly):
        suspend_company(company=administrator.company, reason="x", by=administrator, at=now)
    with pytest.raises(StaffOnly):
        resume_company(company=administrator.company, by=administrator, at=now)


def test_change_role_is_audited_with_who_and_when(staff: Actor, now: datetime) -> None:
    member = Membership.objects.get(user=make_actor().user)
    change_role(membership=member, role=Role.ACCOUNTANT, by=staff, at=now)
    member.refresh_from_db()
    assert member.role == "accountant"
    event = apps.get_model("accounts", "MembershipEvent").objects.filter(pgh_obj_id=member.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == str(staff.user_uid)
    assert event.pgh_context.metadata["at"] == now.isoformat()


def test_change_role_and_end_membership_refuse_a_purchaser(now: datetime) -> None:
    purchaser = make_actor()
    member = Membership.objects.get(user=purchaser.user)
    with pytest.raises(NotAllowed):
        change_role(membership=member, role=Role.ADMINISTRATOR, by=purchaser, at=now)
    with pytest.raises(NotAllowed):
        end_membership(membership=member, by=purchaser, at=now)


def test_end_membership_makes_a_stranger_and_keeps_the_first_day(staff: Actor, now: datetime) -> None:
    member = Membership.objects.get(user=make_actor().user)
    end_membership(membership=member, by=staff, at=now)
    end_membership(membership=member, by=staff, at=now + timedelta(days=1))
    member.refresh_from_db()
    assert member.left_at == now
    assert actor_of(member.user).company is None


def test_change_profile_keeps_what_was_chosen(now: datetime) -> None:
    user = make_user()
    change_profile(user=user, language="ru", time_zone="Asia/Omsk", has_letter_keys=False, by=Actor(user=user), at=now)
    user.refresh_from_db()
    assert (user.language, user.time_zone, user.has_letter_keys) == ("ru", "Asia/Omsk", False)


def test_set_password_replaces_the_password(now: datetime) -> None:
    user = make_user()
    set_password(user=user, password="another long sentence", by=Actor(user=user), at=now)
    stored = type(user).objects.get(pk=user.pk)
    assert stored.check_password("another long sentence")
    assert user.password == stored.password


def test_a_company_does_not_see_people_of_another() -> None:
    one, other = make_actor(), make_actor(make_company())
    assert [member.user for member in Membership.objects.visible_to(one)] == [one.user]
    assert other.user not in [member.user for member in Membership.objects.visible_to(one)]
