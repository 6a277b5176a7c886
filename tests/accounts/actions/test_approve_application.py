from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.actions.admit_applicant import NoCompanyYet, admit_applicant
from accounts.actions.approve_application import AsksToJoin, TierMissing, approve_application
from accounts.actions.ask_applicant import ask_applicant
from accounts.actions.lock_application import ApplicationDecided
from accounts.actions.reject_application import AnswerMissing, reject_application
from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import AccountManager, Application, Company, Contract, Membership
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from accounts.queries.staff import StaffOnly
from b2b_portal.core.models import Delivery
from tests.factories import make_actor, make_company, make_seller, make_tier
from tests.factories.accounts import make_application, make_staff
from tests.races import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Actor:
    make_tier("opt-1")
    make_tier("rrp", is_recommended=True, position=9)
    make_seller()
    return make_staff()


def test_approve_application_makes_a_company_that_can_order(staff: Actor, now: datetime) -> None:
    manager = AccountManager.objects.create(user=staff.user, phone="1")
    company = approve_application(application=make_application(at=now), by=staff, at=now)
    assert (company.inn, company.code) == ("7707083893", "7707083893-770701001")
    assert (company.tier.code, company.account_manager) == ("rrp", manager)
    assert Contract.objects.get(company=company).is_default
    member = Membership.objects.get(company=company)
    assert (member.role, member.user.full_name) == ("administrator", "Анна Новая")
    assert Delivery.objects.filter(event="accounts.member_invited").count() == 1
    application = Application.objects.get()
    assert (application.status, application.company, application.user) == ("approved", company, member.user)


def test_approve_application_takes_the_tier_that_is_chosen(staff: Actor, now: datetime) -> None:
    application = make_application(at=now)
    company = approve_application(application=application, tier=make_tier("opt-1"), by=staff, at=now)
    assert (company.tier.code, company.account_manager) == ("opt-1", None)


def test_approve_application_leaves_the_account_of_somebody_signed_in(staff: Actor, now: datetime) -> None:
    retail = make_actor()
    approve_application(application=make_application(by=Actor(user=retail.user), at=now), by=staff, at=now)
    assert set(Membership.objects.filter(user=retail.user).values_list("role", flat=True)) == {
        "purchaser",
        "administrator",
    }


def test_approve_application_takes_another_code_where_staff_used_this_one(staff: Actor, now: datetime) -> None:
    make_company(code="7707083893-770701001")
    assert approve_application(application=make_application(at=now), by=staff, at=now).code == "7707083893-770701001-2"


def test_approve_application_of_a_known_company_is_refused(staff: Actor, now: datetime) -> None:
    company = make_company("ООО «Лес»")
    with pytest.raises(AsksToJoin, match="Лес"):
        approve_application(application=make_application(inn=company.inn, kpp=company.kpp, at=now), by=staff, at=now)


def test_approve_application_without_a_tier_is_refused(now: datetime) -> None:
    with pytest.raises(TierMissing):
        approve_application(application=make_application(at=now), by=make_staff(), at=now)


def test_approve_application_once(staff: Actor, now: datetime) -> None:
    application = make_application(at=now)
    approve_application(application=application, by=staff, at=now)
    with pytest.raises(ApplicationDecided):
        approve_application(application=application, by=staff, at=now)


def test_only_staff_at_work_approve_and_ask(staff: Actor, now: datetime) -> None:
    application, buyer = make_application(at=now), make_actor(role=Role.ADMINISTRATOR)
    for actor in (buyer, Actor(user=staff.user, channel=Channel.WEB)):
        with pytest.raises(StaffOnly):
            approve_application(application=application, by=actor, at=now)
        with pytest.raises(StaffOnly):
            ask_applicant(application=application, reason="Why?", by=actor, at=now)
        with pytest.raises(StaffOnly):
            reject_application(application=application, reason="No", by=actor, at=now)


@pytest.mark.django_db(transaction=True)
def test_approve_application_twice_at_once_makes_one_company(staff: Actor, now: datetime) -> None:
    application = make_application(at=now)
    answers = race([lambda: approve_application(application=application, by=staff, at=now) for _ in range(4)])
    assert sorted(type(answer).__name__ for answer in answers) == ["ApplicationDecided"] * 3 + ["Company"]
    assert Company.objects.count() == Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_approve_application_of_two_rivals_at_once_makes_one_company(staff: Actor, now: datetime) -> None:
    def approve(email: str) -> Callable[[], Company]:
        application = make_application(email=email, at=now)
        return lambda: approve_application(application=application, by=staff, at=now)

    answers = race([approve("first@buyer.example"), approve("second@buyer.example")])
    assert {type(answer).__name__ for answer in answers} == {"Company", "AsksToJoin"}
    company = Company.objects.get()
    assert Membership.objects.count() == 1
    assert Application.objects.get(status="sent").company == company


def test_admit_applicant_lets_the_company_decide(staff: Actor, now: datetime) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    company = administrator.company
    for by, role in ((administrator, Role.VIEWER), (staff, Role.PURCHASER)):
        application = make_application(inn=company.inn, kpp=company.kpp, at=now)
        member = admit_applicant(application=application, role=role, by=by, at=now)
        assert (member.company, member.role) == (company, role.value)
        application.refresh_from_db()
        assert (application.status, application.user) == ("approved", member.user)


def test_admit_applicant_refuses_strangers_and_colleagues_without_the_right(now: datetime) -> None:
    purchaser = make_actor()
    company = purchaser.company
    application = make_application(inn=company.inn, kpp=company.kpp, at=now)
    for actor in (purchaser, make_actor(role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            admit_applicant(application=application, role=Role.ADMINISTRATOR, by=actor, at=now)
        with pytest.raises(NotAllowed):
            reject_application(application=application, reason="No", by=actor, at=now)


def test_admit_applicant_without_a_company_is_refused(staff: Actor, now: datetime) -> None:
    with pytest.raises(NoCompanyYet):
        admit_applicant(application=make_application(at=now), role=Role.VIEWER, by=staff, at=now)


def test_answers_are_kept_and_mailed(staff: Actor, now: datetime) -> None:
    application = make_application(at=now)
    for answer, status in ((ask_applicant, "more_wanted"), (reject_application, "rejected")):
        with pytest.raises(AnswerMissing):
            answer(application=application, reason=" ", by=staff, at=now)
        answer(application=application, reason="Send the charter", by=staff, at=now)
        application.refresh_from_db()
        assert (application.status, application.reason) == (status, "Send the charter")
        assert Delivery.objects.latest("pk").event == "accounts.application_link_owed"
    with pytest.raises(ApplicationDecided):
        approve_application(application=application, by=staff, at=now)
