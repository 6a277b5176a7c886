import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from b2b_portal.core.models import Mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 2026"


def code_of(secret: str) -> str:
    """What an authenticator app shows for the secret now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client: Client, person: User) -> str:
    """Posts the sign-in form; where it leads."""
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return str(answer.url)


@pytest.fixture
def guarded(client: Client) -> tuple[User, str]:
    """A person who has switched the second step on, and its secret. The client is signed in."""
    person = make_user()
    sign_in(client, person)
    asked = client.get(reverse("mfa_activate_totp"))
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    found = re.search(r'id="totp-secret" value="([A-Z2-7]+)"', page.text)
    assert found
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(found[1])})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return person, found[1]


def test_activation_encrypts_the_secret(guarded: tuple[User, str]) -> None:
    person, secret = guarded
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored


def test_sign_in_then_asks_for_a_code(client: Client, guarded: tuple[User, str]) -> None:
    person, secret = guarded
    client.logout()
    assert sign_in(client, person) == reverse("mfa_authenticate")
    assert client.get("/profile/").status_code == 302
    assert 'class="auth"' in client.get(reverse("mfa_authenticate")).text
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("mfa_authenticate"), {"code": next_code(secret)})
    assert answer.url == "/"


def test_who_stands_at_the_second_step_can_sign_in_as_somebody_else(client: Client, guarded: tuple[User, str]) -> None:
    client.logout()
    sign_in(client, guarded[0])
    login = reverse("account_login")
    assert client.get(login).url == reverse("mfa_authenticate")
    assert client.post(reverse("account_logout"), {"next": login}).url == login
    assert client.get(login).status_code == 200


def next_code(secret: str) -> str:
    """The code of the coming half minute: the present one was spent by the activation, and one step is tolerated."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1))


def test_a_recovery_code_lets_in_once(client: Client, guarded: tuple[User, str]) -> None:
    person, _secret = guarded
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    shown = client.get(reverse("mfa_view_recovery_codes")).text
    assert all(code in shown for code in codes)
    for expected in ("/", None):
        client.logout()
        sign_in(client, person)
        answer = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert getattr(answer, "url", None) == expected


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
    ],
)
def test_pages_of_the_second_step_have_our_look(client: Client, guarded: tuple[User, str], name: str) -> None:
    assert 'class="page"' in client.get(reverse(name)).text


def test_deactivation_asks_for_nothing_more_and_tells_the_owner(client: Client, guarded: tuple[User, str]) -> None:
    person, _secret = guarded
    client.post(reverse("mfa_deactivate_totp"))
    assert Mail.objects.filter(to=person.email, key__startswith="mfa/email/totp_deactivated").exists()
    client.logout()
    assert sign_in(client, person) == "/"


def test_recovery_codes_can_be_downloaded(client: Client, guarded: tuple[User, str]) -> None:
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_change_asks_for_the_password_first(client: Client) -> None:
    sign_in(client, make_user())
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.post(asked.url, {"password": "wrong wrong wrong"}).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    assert client.post(asked.url, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_new_secret_key_still_reads_the_second_factor(
    client: Client, guarded: tuple[User, str], settings: Settings
) -> None:
    person, secret = guarded
    client.logout()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 5
    sign_in(client, person)
    assert client.post(reverse("mfa_authenticate"), {"code": next_code(secret)}).url == "/"
