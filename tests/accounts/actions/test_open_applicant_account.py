from datetime import datetime

import pytest

from accounts.actions.approve_application import approve_application
from accounts.actions.lock_application import ApplicationDecided
from accounts.actions.open_applicant_account import AccountThere, open_applicant_account
from accounts.actors import Actor
from accounts.models import Membership, User
from tests.factories import make_tier, make_user
from tests.factories.accounts import make_application, make_staff
from tests.races import race

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence of mine"


def test_open_applicant_account_makes_a_person_without_a_company(now: datetime) -> None:
    application = make_application(email="new@buyer.example", at=now)
    user = open_applicant_account(application=application, password=PASSWORD, by=Actor(), at=now)
    assert (user.email, user.full_name, user.check_password(PASSWORD)) == ("new@buyer.example", "Анна Новая", True)
    application.refresh_from_db()
    assert application.user == user
    assert not Membership.objects.exists()


def test_open_applicant_account_is_kept_when_the_company_is_made(now: datetime) -> None:
    make_tier()
    application = make_application(at=now)
    user = open_applicant_account(application=application, password=PASSWORD, by=Actor(), at=now)
    company = approve_application(application=application, by=make_staff(), at=now)
    assert Membership.objects.get(company=company).user == user
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize("fields", [{}, {"is_active": False}])
def test_open_applicant_account_changes_no_account_that_is_there(fields: dict[str, bool], now: datetime) -> None:
    make_user("known@buyer.example", **fields)
    application = make_application(email="known@buyer.example", at=now)
    with pytest.raises(AccountThere):
        open_applicant_account(application=application, password=PASSWORD, by=Actor(), at=now)
    assert not User.objects.get(email="known@buyer.example").check_password(PASSWORD)


def test_open_applicant_account_of_a_decided_application_is_refused(now: datetime) -> None:
    make_tier()
    application = make_application(at=now)
    approve_application(application=application, by=make_staff(), at=now)
    with pytest.raises(ApplicationDecided):
        open_applicant_account(application=application, password=PASSWORD, by=Actor(), at=now)


@pytest.mark.django_db(transaction=True)
def test_open_applicant_account_twice_at_once_sets_one_password(now: datetime) -> None:
    application = make_application(at=now)
    words = ("the first of two sentences", "the second of two sentences")
    answers = race(
        [
            lambda one=one: open_applicant_account(application=application, password=one, by=Actor(), at=now)
            for one in words
        ]
    )
    assert {type(answer) for answer in answers} == {User, AccountThere}
