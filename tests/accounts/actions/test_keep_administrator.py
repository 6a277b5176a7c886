"""A company keeps somebody who manages its people, whoever tries to end that, one by one or at once."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.actions.change_role import change_role
from accounts.actions.end_membership import end_membership
from accounts.actions.keep_administrator import LastAdministrator
from accounts.actors import Actor
from accounts.models import Company, Membership
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.change import change
from tests.factories import make_actor, make_company
from tests.factories.accounts import make_staff
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, company=actor.company)


def administrators_of(company: Company) -> int:
    return Membership.objects.active().filter(company=company, role="administrator").count()


@pytest.fixture
def last(db: None) -> Actor:
    """The only administrator who can sign in: another one is invited."""
    actor = make_actor(role=Role.ADMINISTRATOR)
    invited = make_actor(actor.company, Role.ADMINISTRATOR)
    invited.user.set_unusable_password()
    invited.user.save()
    return actor


def test_change_role_and_end_membership_refuse_to_lose_the_last_administrator(last: Actor, now: datetime) -> None:
    with pytest.raises(LastAdministrator, match=str(last.user)):
        change_role(membership=place_of(last), role=Role.VIEWER, by=last, at=now)
    with pytest.raises(LastAdministrator):
        end_membership(membership=place_of(last), by=last, at=now)
    change_role(membership=place_of(last), role=Role.ADMINISTRATOR, by=last, at=now)
    assert place_of(last).left_at is None


def test_staff_may_take_out_the_last_administrator(last: Actor, now: datetime) -> None:
    end_membership(membership=place_of(last), by=make_staff(), at=now)
    assert place_of(last).left_at == now


def test_who_lost_the_role_meanwhile_changes_nothing(now: datetime) -> None:
    company = make_company()
    one, other, third = (make_actor(company, Role.ADMINISTRATOR) for _ in range(3))
    change_role(membership=place_of(other), role=Role.VIEWER, by=one, at=now)
    with pytest.raises(NotAllowed):
        end_membership(membership=place_of(third), by=other, at=now)
    end_membership(membership=place_of(other), by=one, at=now)
    with pytest.raises(NotAllowed):
        change_role(membership=place_of(third), role=Role.VIEWER, by=other, at=now)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one(now: datetime) -> None:
    company = make_company()
    one, other = (make_actor(company, Role.ADMINISTRATOR) for _ in range(2))

    def removal(by: Actor, of: Membership) -> Callable[[], None]:
        return lambda: end_membership(membership=of, by=by, at=now)

    answers = race([removal(one, place_of(other)), removal(other, place_of(one))])
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotAllowed"]
    assert administrators_of(company) == 1


@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_companys_lock_leaves_nobody(now: datetime) -> None:
    """Each sees the other one still there, and both go."""
    company = make_company()
    one, other = (make_actor(company, Role.ADMINISTRATOR) for _ in range(2))
    meet = meeting_point(2)

    def naive(by: Actor, of: Membership) -> Callable[[], None]:
        def run() -> None:
            with change(by, now):
                assert Membership.objects.active().filter(company=company).exclude(pk=of.pk).exists()
                meet()
                Membership.objects.filter(pk=of.pk).update(left_at=now)

        return run

    assert race([naive(one, place_of(other)), naive(other, place_of(one))]) == [None, None]
    assert administrators_of(company) == 0
