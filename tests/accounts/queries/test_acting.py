from datetime import datetime

import pytest
from django.utils import timezone

from accounts.actions.approve_application import approve_application
from accounts.actions.reject_application import reject_application
from accounts.actors import Actor
from accounts.models import Application
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.acting import actor_of, own_application
from tests.factories import make_actor, make_company, make_tier, make_user
from tests.factories.accounts import make_application, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommended() -> None:
    make_tier("rrp", is_recommended=True)


@pytest.mark.usefixtures("recommended")
def test_actor_of_an_applicant_looks_around_and_does_nothing_else(now: datetime) -> None:
    user = make_user("new@buyer.example")
    make_application(email="New@Buyer.example", at=now)
    actor = actor_of(user)
    assert (actor.company, actor.application, actor.visits_at.code) == (None, "sent", "rrp")
    may = {one for one in Permission if can(actor, one, actor.sees_as)}
    assert may == {Permission.VIEW_CATALOG, Permission.VIEW_PRICES}
    assert not [one for one in Permission if can(actor, one, make_company())]


@pytest.mark.usefixtures("recommended")
def test_actor_of_an_applicant_who_was_refused_is_a_stranger_who_may_correct(now: datetime) -> None:
    user = make_user()
    application = make_application(by=Actor(user=user), at=now)
    reject_application(application=application, reason="No", by=make_staff(), at=now)
    actor = actor_of(user)
    assert (actor.sees_as, actor.application) == (None, "rejected")
    assert own_application(user) == application


@pytest.mark.usefixtures("recommended")
def test_actor_of_somebody_approved_acts_for_the_company_and_hears_of_it_no_more(now: datetime) -> None:
    user = make_user()
    application = make_application(by=Actor(user=user), at=now)
    company = approve_application(application=application, by=make_staff(), at=now)
    actor = actor_of(user)
    assert (actor.company, actor.application, actor.visits_at) == (company, "", None)


def test_actor_of_a_member_hears_of_his_open_application_in_the_same_query(
    now: datetime, django_assert_num_queries: object
) -> None:
    member = make_actor()
    make_application(by=Actor(user=member.user), at=now)
    with django_assert_num_queries(1):
        actor = actor_of(member.user)
    assert (actor.company, actor.application, actor.sees_as) == (member.company, "sent", member.company)


def test_actor_of_a_stranger_and_of_staff_sees_nothing(now: datetime) -> None:
    staff = make_user(is_staff=True)
    make_application(by=Actor(user=staff), at=now)
    for actor in (actor_of(make_user()), actor_of(staff)):
        assert (actor.sees_as, actor.application) == (None, "")


def test_actor_of_an_applicant_without_a_recommended_tier_sees_no_catalogue(now: datetime) -> None:
    user = make_user()
    make_application(by=Actor(user=user), at=now)
    assert actor_of(user).sees_as is None


@pytest.mark.usefixtures("recommended")
def test_actor_of_who_left_his_company_is_no_visitor() -> None:
    member = make_actor()
    member.user.memberships.update(left_at=timezone.now())
    assert actor_of(member.user).sees_as is None
    assert not Application.objects.exists()
