"""Sign-in by a code from a mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from b2b_portal.core.models import Mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ASK, TYPE = "/account/login/code/", "/account/login/code/confirm/"
PASSWORD = "correct horse 2026"


@pytest.fixture
def person() -> User:
    return make_user("anna@buyer.example")


def browser(address: str = "203.0.113.7") -> Client:
    return Client(headers={"Accept-Language": "en"}, REMOTE_ADDR=address)


def code() -> str:
    """The code in the last mail."""
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", Mail.objects.order_by("-pk")[0].text, re.MULTILINE)
    assert found
    return found[0]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_signs_in_once_and_in_its_browser_alone(person: User) -> None:
    client, other = browser(), browser()
    assert client.post(ASK, {"email": "Anna@buyer.example"}).url == TYPE
    other.post(ASK, {"email": "nobody@buyer.example"})
    typed = code()
    other.post(TYPE, {"code": typed})
    assert not is_in(other)
    assert client.post(TYPE, {"code": typed}).url == "/"
    assert is_in(client)
    client.logout()
    client.post(TYPE, {"code": typed})
    assert not is_in(client)


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(person: User) -> None:
    said = []
    for email in (person.email, "nobody@buyer.example"):
        client = browser()
        asked = client.post(ASK, {"email": email})
        page = client.get(asked.url).text.replace(email, "")
        wrong = [client.post(TYPE, {"code": "BBBB-BBBB"}) for _attempt in range(3)]
        tokenless = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", page)
        said.append((asked.url, tokenless, [(one.status_code, one.headers.get("Location")) for one in wrong]))
    assert said[0] == said[1]
    assert [mail.to for mail in Mail.objects.all()] == [person.email]


def test_a_code_is_worthless_after_three_minutes_and_after_three_wrong_ones(person: User) -> None:
    client = browser()
    client.post(ASK, {"email": person.email})
    typed = code()
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        client.post(TYPE, {"code": typed})
    assert not is_in(client)
    client.post(ASK, {"email": person.email})
    for _attempt in range(3):
        client.post(TYPE, {"code": "BBBB-BBBB"})
    client.post(TYPE, {"code": code()})
    assert not is_in(client)


def test_who_waits_for_a_code_can_ask_for_another(person: User) -> None:
    client = browser()
    client.post(ASK, {"email": person.email})
    assert client.get(ASK).url == TYPE
    assert client.post(reverse("account_logout"), {"next": ASK}).url == ASK
    client.post(ASK, {"email": person.email})
    client.post(TYPE, {"code": code()})
    assert is_in(client)


def test_the_second_step_is_still_asked(person: User) -> None:
    Authenticator.objects.create(user=person, type="totp", data={})
    client = browser()
    client.post(ASK, {"email": person.email})
    assert client.post(TYPE, {"code": code()}).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_who_may_not_sign_in_or_has_no_password_yet_gets_no_code() -> None:
    make_user("gone@buyer.example", is_active=False)
    invited = make_user("new@buyer.example")
    invited.set_unusable_password()
    invited.save()
    for email in ("gone@buyer.example", "new@buyer.example"):
        assert browser().post(ASK, {"email": email}).url == TYPE
    assert not Mail.objects.exists()


def test_who_asks_too_often_is_stopped_and_the_owner_elsewhere_is_not(person: User) -> None:
    for _attempt in range(3):
        browser("198.51.100.9").post(ASK, {"email": person.email})
    assert "Too many attempts" in browser("198.51.100.9").post(ASK, {"email": person.email}).text
    assert browser().post(ASK, {"email": person.email}).url == TYPE


def test_wrong_passwords_from_elsewhere_lock_nobody_out(person: User) -> None:
    attacker, owner = browser("198.51.100.9"), browser()
    form = {"login": person.email, "password": "wrong wrong wrong"}
    for _attempt in range(5):
        attacker.post(reverse("account_login"), form)
    right = {**form, "password": PASSWORD}
    assert "Too many attempts" in attacker.post(reverse("account_login"), right).text
    assert owner.post(reverse("account_login"), right).url == "/"


def test_asking_for_resets_from_elsewhere_stops_nobody(person: User) -> None:
    attacker, owner = browser("198.51.100.9"), browser()
    url, form = reverse("account_reset_password"), {"email": person.email}
    for _attempt in range(5):
        attacker.post(url, form)
    assert "Too many attempts" in attacker.post(url, form).text
    assert owner.post(url, form).url == reverse("account_reset_password_done")


def test_an_attacker_with_a_whole_ipv6_network_is_one(person: User) -> None:
    for number in range(3):
        browser(f"2001:db8::{number + 1}").post(ASK, {"email": person.email})
    assert "Too many attempts" in browser("2001:db8::99").post(ASK, {"email": person.email}).text
