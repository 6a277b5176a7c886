from datetime import datetime

import pytest

from accounts.actions.leave_company import SuccessorMissing, leave_company
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from accounts.queries.acting import actor_of
from tests.factories import make_actor, make_company, make_user

pytestmark = pytest.mark.django_db


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, company=actor.company)


def test_leave_company_makes_a_stranger_of_who_is_no_administrator(now: datetime) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    purchaser = make_actor(administrator.company)
    leave_company(successor=place_of(administrator), by=purchaser, at=now)
    assert place_of(purchaser).left_at == now
    assert actor_of(purchaser.user).company is None
    assert place_of(administrator).role == "administrator"


def test_leave_company_of_the_last_administrator_passes_on_the_administration(now: datetime) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    heir = make_actor(administrator.company)
    leave_company(successor=place_of(heir), by=administrator, at=now)
    assert (place_of(heir).role, place_of(administrator).left_at) == ("administrator", now)


def test_leave_company_refuses_the_last_administrator_without_a_successor_of_the_company(now: datetime) -> None:
    administrator, stranger = make_actor(role=Role.ADMINISTRATOR), make_actor()
    invited = make_actor(administrator.company)
    invited.user.set_unusable_password()
    invited.user.save()
    for successor in (None, place_of(stranger), place_of(invited), place_of(administrator)):
        with pytest.raises(SuccessorMissing):
            leave_company(successor=successor, by=administrator, at=now)
    assert place_of(administrator).left_at is None
    assert place_of(stranger).role == "purchaser"


def test_leave_company_makes_nobody_administrator_while_another_one_stays(now: datetime) -> None:
    company = make_company()
    administrator, _other = (make_actor(company, Role.ADMINISTRATOR) for _ in range(2))
    purchaser = make_actor(company)
    leave_company(successor=place_of(purchaser), by=administrator, at=now)
    assert place_of(purchaser).role == "purchaser"


def test_leave_company_refuses_who_has_no_company(now: datetime) -> None:
    with pytest.raises(NotAllowed):
        leave_company(by=Actor(user=make_user()), at=now)
