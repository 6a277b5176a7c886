from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.issue_token import issue_token
from accounts.actors import SYSTEM
from accounts.enums import TokenPurpose
from accounts.models import Membership, User
from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is a password"


@pytest.fixture
def invited() -> User:
    user = make_user("new@buyer.example")
    user.set_unusable_password()
    user.save()
    Membership.objects.create(user=user, company=make_company("ООО «Лес»"), role=Role.PURCHASER.value)
    return user


@pytest.fixture
def link(invited: User) -> str:
    scope = {"company": str(Membership.objects.get(user=invited).company.uid)}
    secret = issue_token(
        user=invited,
        purpose=TokenPurpose.INVITATION,
        scope=scope,
        lives=timedelta(days=7),
        by=SYSTEM,
        at=timezone.now(),
    )
    return reverse("accounts:invitation", args=[secret])


def test_invitation_shows_the_company_and_spends_nothing(client: Client, link: str) -> None:
    for _scanner in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert "ООО «Лес»" in page.text
        assert "new@buyer.example" in page.text


def test_invitation_sets_the_password_once(client: Client, invited: User, link: str) -> None:
    answer = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert answer.url == reverse("account_login")
    client.post(answer.url, {"login": invited.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(invited.pk)
    replay = client.post(link, {"password": "another sentence", "again": "another sentence"})
    assert replay.status_code == 410
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", "short"), (PASSWORD, "another sentence"), ("new@buyer.example", "new@buyer.example")],
)
def test_invitation_refuses_a_weak_or_mistyped_password(
    client: Client, invited: User, link: str, password: str, again: str
) -> None:
    answer = client.post(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert "is-bad" in answer.text
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_invitation_with_a_made_up_secret_is_gone(client: Client, link: str) -> None:
    assert client.get(reverse("accounts:invitation", args=["made-up"])).status_code == 410


def test_invitation_signs_out_whoever_was_signed_in_here(link: str) -> None:
    client = client_of(make_actor())
    client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert "_auth_user_id" not in client.session
