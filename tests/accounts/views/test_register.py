import re
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.approve_application import approve_application
from accounts.actions.ask_applicant import ask_applicant
from accounts.actions.send_application_link import send_application_link
from accounts.actors import SYSTEM
from accounts.models import Application, Company
from accounts.permissions import Role
from b2b_portal.core.models import Mail
from tests.accounts.forms.test_register import COMPANY
from tests.conftest import client_of
from tests.factories import make_actor, make_tier
from tests.factories.accounts import make_application, make_staff

pytestmark = pytest.mark.django_db
URL = "/register/"


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"Accept-Language": "en"})


def page_of(application: Application) -> str:
    """The address that a fresh mail brings."""
    send_application_link(application=application, sending=str(timezone.now()), by=SYSTEM, at=timezone.now())
    return re.findall(r"/register/[^/\s]+/", Mail.objects.latest("pk").text)[0]


def test_register_is_linked_from_the_sign_in_and_from_the_closed_sign_up(stranger: Client) -> None:
    for name in ("account_login", "account_signup"):
        assert f'href="{URL}"' in stranger.get(reverse(name)).text


def test_register_takes_an_application(stranger: Client) -> None:
    assert stranger.get(URL).status_code == 200
    assert not Application.objects.exists()
    answer = stranger.post(URL, COMPANY)
    assert answer.url == "/register/sent/"
    assert "Look into your mail" in stranger.get(answer.url).text
    application = Application.objects.get()
    assert (application.inn, application.email, application.language) == ("7707083893", "new@buyer.example", "en")


def test_register_keeps_what_was_typed_and_says_what_is_wrong(stranger: Client) -> None:
    answer = stranger.post(URL, {**COMPANY, "inn": "7707083894", "name": "ООО «Дуб» & Ко"})
    assert answer.status_code == 422
    assert "The check digits of the INN do not match" in answer.text
    assert 'value="ООО «Дуб» &amp; Ко"' in answer.text
    assert 'value="40702810138250123017"' in answer.text
    assert not Application.objects.exists()


def test_register_tells_strangers_nothing_of_companies_people_and_applications(stranger: Client) -> None:
    member = make_actor()
    Company.objects.filter(pk=member.company.pk).update(inn="7830002293", kpp="783001001")
    make_application(email="known@buyer.example", inn="5001234561")
    pages = []
    for other in (
        {},
        {"inn": "7830002293", "kpp": "783001001"},
        {"email": member.user.email},
        {"email": "known@buyer.example", "inn": "5001234561"},
    ):
        answer = stranger.post(URL, {**COMPANY, **other})
        pages.append((answer.status_code, answer.url, answer.content, stranger.get(answer.url).text))
    assert len({page[:3] for page in pages}) == 1
    assert len({re.sub(r'token" value="\w+|X-CSRFToken[^}]+', "", page[3]) for page in pages}) == 1


def test_register_of_somebody_signed_in_takes_his_own_address() -> None:
    actor = make_actor()
    client = client_of(actor)
    assert actor.user.email in client.get(URL).text
    client.post(URL, {**COMPANY, "email": "other@buyer.example"})
    application = Application.objects.get()
    assert (application.user, application.email) == (actor.user, actor.user.email)


def test_register_fills_in_by_inn_and_keeps_nothing(stranger: Client, settings: Settings, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "inn,kpp,ogrn,name,legal_address\n7707083893,770701001,1027700132195,ООО Лес,Тверь\n", encoding="utf-8"
    )
    settings.REGISTRY_FILE = str(register)
    answer = stranger.post(URL, {"fill": "1", "inn": "7707 083893", "full_name": "Анна", "consent": "on"})
    assert answer.status_code == 200
    for value in ("770701001", "1027700132195", "ООО Лес", "Тверь", "Анна", "7707 083893"):
        assert f'value="{value}"' in answer.text
    assert "checked" in re.findall(r"<input[^>]+name=\"consent\"[^>]*>", answer.text)[0]
    assert not Application.objects.exists()
    unknown = stranger.post(URL, {"fill": "1", "inn": "7830002293", "full_name": "Анна"})
    assert "The register does not know this INN" in unknown.text
    assert 'value="Анна"' in unknown.text
    wrong = stranger.post(URL, {"fill": "1", "inn": "7707083894", "full_name": "Анна"})
    assert (wrong.status_code, 'value="Анна"' in wrong.text) == (422, True)


def test_register_is_limited_per_address(stranger: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "apply_for_account": "2/h/ip"}
    answers = [stranger.post(URL, {**COMPANY, "email": f"a{n}@buyer.example"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="a2@buyer.example"' in answers[2].text
    assert Application.objects.count() == 2


def test_application_shows_its_state_and_decides_nothing(stranger: Client) -> None:
    application = make_application()
    address = page_of(application)
    for _scanner in range(3):
        page = stranger.get(address)
        assert (page.status_code, "We have your application" in page.text) == (200, True)
    assert "<input" not in page.text.split("</main>")[0].split("auth-form")[1].split("<footer")[0]
    refused = stranger.post(address, COMPANY)
    assert refused.status_code == 409
    application.refresh_from_db()
    assert (application.status, application.name) == ("sent", "ООО «Новый покупатель»")


def test_application_shows_the_answer_and_is_sent_again(stranger: Client) -> None:
    application = make_application()
    ask_applicant(application=application, reason="Which branch?", by=make_staff(), at=timezone.now())
    address = page_of(application)
    page = stranger.get(address).text
    assert "Which branch?" in page
    assert f'value="{application.inn}"' in page
    wrong = stranger.post(address, {**COMPANY, "kpp": "1"})
    assert (wrong.status_code, 'value="1"' in wrong.text) == (422, True)
    assert stranger.post(address, {**COMPANY, "kpp": "771443001", "email": "thief@buyer.example"}).url == address
    application.refresh_from_db()
    assert (application.status, application.kpp, application.reason) == ("sent", "771443001", "")
    assert application.email != "thief@buyer.example"


def test_application_that_is_approved_leads_to_the_sign_in(stranger: Client, now: datetime) -> None:
    application = make_application(at=now)
    make_tier()
    address = page_of(application)
    approve_application(application=application, by=make_staff(), at=now)
    page = stranger.get(address).text
    assert "Your application is approved" in page
    assert "Fill in by INN" not in page


def test_application_with_a_made_up_secret_is_gone(stranger: Client) -> None:
    make_application()
    assert stranger.get(reverse("accounts:application", args=["made-up"])).status_code == 410


def test_profile_leads_the_administrator_alone_to_requests() -> None:
    address = reverse("accounts:requests")
    assert address in client_of(make_actor(role=Role.ADMINISTRATOR)).get(reverse("accounts:profile")).text
    assert address not in client_of(make_actor()).get(reverse("accounts:profile")).text
