from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.ask_applicant import ask_applicant
from accounts.actors import Actor
from accounts.models import Application, User
from tests.accounts.forms.test_register import COMPANY
from tests.accounts.views.test_register import page_of
from tests.conftest import client_of
from tests.factories import make_actor, make_tier, make_user
from tests.factories.accounts import make_application, make_staff

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence of mine"


@pytest.fixture
def stranger() -> Client:
    make_tier("rrp", name="RRP", is_recommended=True)
    return Client(headers={"Accept-Language": "en"})


def test_application_account_lets_the_applicant_in_to_look_around(stranger: Client) -> None:
    address = page_of(make_application(email="new@buyer.example"))
    account = f"{address}account/"
    assert f'href="{account}"' in stranger.get(address).text
    assert "new@buyer.example" in stranger.get(account).text
    assert not User.objects.filter(email="new@buyer.example").exists()
    wrong = stranger.post(account, {"password": "short", "again": "short"})
    assert wrong.status_code == 422
    assert stranger.post(account, {"password": PASSWORD, "again": PASSWORD}).url == "/account/login/"
    signed_in = stranger.post("/account/login/", {"login": "new@buyer.example", "password": PASSWORD}, follow=True)
    assert signed_in.redirect_chain[-1][0] == "/application/"
    assert "We have your application" in signed_in.text
    assert "look around at recommended prices" in stranger.get("/search/").text
    assert f'href="{account}"' not in Client().get(address).text


def test_application_account_is_gone_once_decided(stranger: Client) -> None:
    application = make_application()
    address = page_of(application)
    Application.objects.update(status="rejected")
    assert stranger.get(f"{address}account/").status_code == 410
    assert stranger.get("/register/made-up/account/").status_code == 410


def test_application_account_of_a_known_address_sends_to_the_sign_in(stranger: Client) -> None:
    user = make_user("known@buyer.example")
    address = page_of(make_application(email=user.email))
    assert "/account/" not in stranger.get(address).text.split("auth-form")[1].split("<footer")[0]
    answer = stranger.post(f"{address}account/", {"password": PASSWORD, "again": PASSWORD}, follow=True)
    assert "This address has an account already" in answer.text
    assert not User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_own_application_is_sent_again_corrected(stranger: Client, now: datetime) -> None:
    user = make_user()
    application = make_application(by=Actor(user=user), at=now)
    ask_applicant(application=application, reason="Which branch?", by=make_staff(), at=now)
    client = client_of(Actor(user=user))
    page = client.get("/application/")
    assert "Which branch?" in page.text
    assert client.post("/application/", {**COMPANY, "kpp": "771443001"}).url == "/application/"
    application.refresh_from_db()
    assert (application.status, application.kpp, application.email) == ("sent", "771443001", user.email)


def test_own_application_of_another_is_not_shown(now: datetime) -> None:
    make_application(at=now)
    assert client_of(Actor(user=make_user())).get("/application/").status_code == 404


def test_the_state_stands_on_every_page_of_a_member_too() -> None:
    member = make_actor()
    make_application(by=Actor(user=member.user), at=timezone.now())
    for page in ("/", "/search/", "/orders/", "/profile/"):
        assert "Your application waits for an answer" in client_of(member).get(page).text
    assert "Your application" not in client_of(make_actor()).get("/").text


def test_who_was_refused_finds_his_application_and_no_catalogue(stranger: Client) -> None:
    user = make_user()
    make_application(by=Actor(user=user))
    Application.objects.update(status="rejected")
    client = client_of(Actor(user=user))
    assert client.get("/").url == reverse("accounts:own-application")
    refused = client.get("/search/")
    assert refused.status_code == 403
    assert reverse("accounts:own-application") in refused.text
