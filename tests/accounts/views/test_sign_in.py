"""django-allauth's pages as we set them up: sign-in by e-mail, our mails, limits, nothing that does not work."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from b2b_portal.core.models import Mail
from tests.conftest import client_of
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 2026"


@pytest.fixture
def person() -> User:
    return make_user("anna@buyer.example")


def sign_in(client: Client, email: str, password: str = PASSWORD, **headers: str) -> object:
    """Posts the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def reset_link(mail: Mail) -> str:
    """The path of the link in a reset mail."""
    found = re.search(rf"^{re.escape(settings.PUBLIC_URL)}(/\S+)$", mail.text, re.MULTILINE)
    assert found
    return found[1]


def test_sign_in_by_email_in_any_case(client: Client, person: User) -> None:
    assert sign_in(client, "Anna@Buyer.example").url == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_leads_back_to_the_wanted_page(client: Client, person: User) -> None:
    form = {"login": person.email, "password": PASSWORD, "next": "/orders/"}
    assert client.post(reverse("account_login"), form).url == "/orders/"
    client.logout()
    form["next"] = "https://elsewhere.example/"
    assert client.post(reverse("account_login"), form).url == "/"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The e-mail or the password is wrong."), ("ru", "Почта или пароль неверны")]
)
def test_sign_in_says_the_same_of_a_wrong_password_and_an_unknown_person(
    client: Client, person: User, language: str, words: str
) -> None:
    for email, password in ((person.email, "wrong wrong wrong"), ("nobody@buyer.example", PASSWORD)):
        page = client.post(
            reverse("account_login"), {"login": email, "password": password}, headers={"Accept-Language": language}
        )
        assert words in page.text.replace("\u00a0", " ")
        assert "_auth_user_id" not in client.session


def test_sign_in_is_refused_after_five_wrong_passwords_even_with_the_right_one(client: Client, person: User) -> None:
    for _attempt in range(5):
        sign_in(client, person.email, "wrong wrong wrong")
    page = sign_in(client, person.email, **{"Accept-Language": "en"})
    assert "Too many attempts" in page.text
    assert "_auth_user_id" not in client.session


def test_sign_in_sets_the_language_of_a_new_device(client: Client) -> None:
    make_user("boris@buyer.example", language="ru")
    assert sign_in(client, "boris@buyer.example").cookies[settings.LANGUAGE_COOKIE_NAME].value == "ru"


def test_a_disabled_person_and_one_without_a_password_stay_out(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, person.email)
    invited = make_user()
    invited.set_unusable_password()
    invited.save()
    sign_in(client, invited.email, "")
    assert "_auth_user_id" not in client.session


def test_reset_answers_alike_and_mails_only_who_is_known(client: Client, person: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}) for email in ("x@y.example", person.email)
    ]
    assert {answer.url for answer in answers} == {reverse("account_reset_password_done")}
    assert [mail.to for mail in Mail.objects.all()] == [person.email]


def test_reset_link_works_once_and_the_owner_hears_of_it(client: Client, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = reset_link(Mail.objects.get())
    form = client.get(link, follow=True)
    password = "a new long sentence"
    done = client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    assert done.url == reverse("account_reset_password_from_key_done")
    person.refresh_from_db()
    assert person.check_password(password)
    assert Mail.objects.filter(key__startswith="account/email/password_reset:").count() == 1
    again = Client(headers={"Accept-Language": "en"}).get(link, follow=True)
    assert "The link does not work" in again.text


def test_reset_goes_to_the_stored_address(client: Client, person: User) -> None:
    """CVE-2019-19844: an address that only looks the same must not get the link."""
    client.post(reverse("account_reset_password"), {"email": "ANNA@buyer.example"})
    assert Mail.objects.get().to == "anna@buyer.example"


def test_reset_refuses_a_short_and_a_common_password(client: Client, person: User) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    form = client.get(reset_link(Mail.objects.get()), follow=True)
    for password in ("short", "password1234"):
        page = client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
        assert "is-bad" in page.text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_change_password_signs_out_everywhere() -> None:
    actor = make_actor()
    here, elsewhere = client_of(actor), client_of(actor)
    new = "a new long sentence"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    for client in (here, elsewhere):
        assert client.get(reverse("accounts:profile")).status_code == 302


def test_registration_is_closed(client: Client) -> None:
    form = {"email": "new@buyer.example", "password1": "a new long sentence"}
    assert client.get(reverse("account_signup")).status_code == 200
    client.post(reverse("account_signup"), form)
    assert not User.objects.filter(email="new@buyer.example").exists()


@pytest.mark.parametrize("name", ["account_email", "account_change_phone", "mfa_signup_webauthn", "mfa_trust"])
def test_pages_that_do_not_work_here_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_inactive", "account_reset_password", "account_reset_password_done"],
)
def test_public_pages_have_our_look(client: Client, name: str) -> None:
    assert 'class="auth"' in client.get(reverse(name)).text


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "mfa_index", "account_reauthenticate"])
def test_own_pages_have_our_look_and_ask_for_sign_in(client: Client, buyer_client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert 'class="page"' in buyer_client.get(reverse(name)).text
