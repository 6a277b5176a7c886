import re
import uuid
from dataclasses import fields
from datetime import datetime

import pytest

from accounts.actions.apply_for_account import Applicant, apply_for_account
from accounts.actions.correct_application import NothingToCorrect, OtherIsOpen, correct_application
from accounts.actions.reject_application import reject_application
from accounts.actions.send_application_link import send_application_link
from accounts.actors import SYSTEM, Actor
from accounts.consent import CONSENT_VERSION
from accounts.models import AccountManager, Application
from accounts.notifications import tell_application_sent
from accounts.permissions import Role
from accounts.queries.applications import application_by_secret
from b2b_portal.core.models import Delivery, Mail
from tests.factories import make_actor, make_company, make_user
from tests.factories.accounts import make_application, make_staff
from tests.races import race

pytestmark = pytest.mark.django_db
STRANGER = Actor()


def applicant_of(application: Application, **other: str) -> Applicant:
    """The same words once more, but for `other`."""
    said = {field.name: getattr(application, field.name) for field in fields(Applicant)}
    return Applicant(**{**said, **other})


def events() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("event", flat=True))


def test_apply_for_account_keeps_the_consent_and_owes_a_link_and_the_news(now: datetime) -> None:
    application = make_application(email="New@Buyer.example", at=now)
    assert (application.status, application.email) == ("sent", "new@buyer.example")
    assert (application.consent_at, application.consent_version) == (now, CONSENT_VERSION)
    assert (application.user, application.company) == (None, None)
    assert events() == ["accounts.application_sent", "accounts.application_link_owed"]


def test_apply_for_account_twice_with_one_key_is_one_application_and_one_mail(now: datetime) -> None:
    first = make_application(at=now)
    again = apply_for_account(key=first.uid, applicant=applicant_of(first), by=STRANGER, at=now)
    assert again == first
    assert len(events()) == 2


def test_apply_for_account_with_a_used_key_for_another_company_is_another_application(now: datetime) -> None:
    first = make_application(at=now)
    other = apply_for_account(key=first.uid, applicant=applicant_of(first, inn="7830002293"), by=STRANGER, at=now)
    assert other.uid != first.uid


def test_apply_for_account_while_one_is_open_changes_nothing_and_mails_its_link(now: datetime) -> None:
    first = make_application(at=now)
    forged = applicant_of(first, full_name="Мошенник", phone="+7 900 000-00-00")
    assert apply_for_account(key=uuid.uuid4(), applicant=forged, by=STRANGER, at=now) == first
    first.refresh_from_db()
    assert first.full_name == "Анна Новая"
    assert events()[2:] == ["accounts.application_link_owed"]


def test_apply_for_account_of_somebody_signed_in_keeps_his_account_and_address(now: datetime) -> None:
    user = make_user("retail@buyer.example")
    application = make_application(email="other@buyer.example", by=Actor(user=user), at=now)
    assert (application.user, application.email) == (user, "retail@buyer.example")


def test_apply_for_account_of_a_company_that_exists_asks_to_join_it(now: datetime) -> None:
    company = make_company()
    assert make_application(inn=company.inn, kpp=company.kpp, at=now).company == company


@pytest.mark.django_db(transaction=True)
def test_apply_for_account_at_once_is_one_application(now: datetime) -> None:
    answers = race([lambda: make_application(email="new@buyer.example", at=now) for _ in range(4)])
    assert all(isinstance(answer, Application) for answer in answers), answers
    assert Application.objects.count() == 1


def test_send_application_link_mails_a_secret_that_stands_nowhere_else(now: datetime) -> None:
    application = make_application(at=now)
    for _attempt in range(2):
        send_application_link(application=application, sending="1", by=SYSTEM, at=now)
    mail = Mail.objects.get()
    secret = re.findall(r"/register/([^/]+)/", mail.text)[0]
    assert (mail.to, secret in mail.html) == (application.email, True)
    assert secret not in str(list(Delivery.objects.values())) + str(list(Application.objects.values()))
    assert application_by_secret(secret, now) == application
    assert application_by_secret("made-up", now) is None
    send_application_link(application=application, sending="2", by=SYSTEM, at=now)
    assert application_by_secret(secret, now) is None


def test_tell_application_sent_tells_all_account_managers_of_a_new_company(now: datetime) -> None:
    managers = [make_user(f"manager{n}@shop.example", is_staff=True) for n in range(2)]
    for one in managers:
        AccountManager.objects.create(user=one, phone="1")
    application = make_application(at=now)
    for _attempt in range(2):
        tell_application_sent(application, "1")
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["manager0@shop.example", "manager1@shop.example"]


def test_tell_application_sent_tells_the_company_that_somebody_asks_to_join(now: datetime) -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    company = administrator.company
    make_actor(company, Role.PURCHASER)
    AccountManager.objects.create(user=make_user("other@shop.example", is_staff=True), phone="1")
    tell_application_sent(make_application(inn=company.inn, kpp=company.kpp, at=now), "1")
    wanted = {administrator.user.email, company.account_manager.user.email}
    assert set(Mail.objects.values_list("to", flat=True)) == wanted
    assert "/company/requests/" in Mail.objects.get(to=administrator.user.email).text


def test_correct_application_sends_a_rejected_one_again(now: datetime) -> None:
    application = make_application(at=now)
    reject_application(application=application, reason="The address is wrong", by=make_staff(), at=now)
    words = applicant_of(application, legal_address="Москва, Лесная, 1", email="thief@buyer.example")
    correct_application(application=application, applicant=words, by=STRANGER, at=now)
    application.refresh_from_db()
    assert (application.status, application.reason) == ("sent", "")
    assert application.legal_address == "Москва, Лесная, 1"
    assert application.email != "thief@buyer.example"
    assert events()[-1] == "accounts.application_sent"


def test_correct_application_refuses_while_nobody_has_answered(now: datetime) -> None:
    application = make_application(at=now)
    with pytest.raises(NothingToCorrect):
        correct_application(application=application, applicant=applicant_of(application), by=STRANGER, at=now)


def test_correct_application_refuses_beside_another_for_the_same_company(now: datetime) -> None:
    rejected = make_application(email="new@buyer.example", at=now)
    reject_application(application=rejected, reason="No", by=make_staff(), at=now)
    make_application(email="new@buyer.example", at=now)
    with pytest.raises(OtherIsOpen):
        correct_application(application=rejected, applicant=applicant_of(rejected), by=STRANGER, at=now)


@pytest.mark.django_db(transaction=True)
def test_correct_application_of_two_at_once_refuses_one_in_words(now: datetime) -> None:
    staff, rejected = make_staff(), []
    for inn in ("7830002293", "5001234561"):
        application = make_application(email="new@buyer.example", inn=inn, at=now)
        reject_application(application=application, reason="Which INN?", by=staff, at=now)
        rejected.append(application)
    words = applicant_of(rejected[0], inn="7707083893")

    def correct(application: Application) -> None:
        correct_application(application=application, applicant=words, by=STRANGER, at=now)

    answers = race([lambda one=one: correct(one) for one in rejected])
    assert {type(answer) for answer in answers} == {type(None), OtherIsOpen}
    assert Application.objects.open().count() == 1
