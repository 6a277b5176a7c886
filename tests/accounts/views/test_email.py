"""A person changes his address, having shown that both he and the address are who they say."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.queries.acting import actor_of
from b2b_portal.core.models import Mail
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
URL, NEW = "/profile/email/", "new@buyer.example"


@pytest.fixture
def person() -> User:
    return make_actor().user


def browser_of(person: User) -> Client:
    return confirmed(actor_of(person))


def ask(person: User, email: str = NEW) -> str:
    """Asks for the change; the address of the link in the mail."""
    answer = browser_of(person).post(URL, {"email": email})
    assert answer.status_code == 302
    mail = Mail.objects.filter(to=email).latest("pk")
    found = re.search(r"/profile/email/[\w-]+/", mail.text)
    assert found
    return found[0]


def email_of(person: User) -> str:
    return User.objects.get(pk=person.pk).email


def test_the_link_changes_the_address_and_tells_the_former_one(person: User) -> None:
    link, former = ask(person), person.email
    client = browser_of(person)
    assert client.get(link).status_code == 200
    assert email_of(person) == former
    assert f"you sign in with {NEW}" in client.post(link, follow=True).text
    assert email_of(person) == NEW
    assert NEW in Mail.objects.get(to=former).text
    assert "does not work any more" in client.post(link, follow=True).text


def test_it_asks_who_is_there_first(person: User) -> None:
    assert client_of(actor_of(person)).get(URL).url.startswith("/account/reauthenticate/")


def test_the_link_of_somebody_else_changes_nothing(person: User) -> None:
    link, other = ask(person), make_actor().user
    assert "does not work any more" in browser_of(other).post(link, follow=True).text
    assert NEW not in {email_of(person), email_of(other)}


def test_a_link_ends_after_a_day_and_by_a_newer_one(person: User) -> None:
    first, second = ask(person), ask(person, "other@buyer.example")
    client = browser_of(person)
    assert "does not work any more" in client.post(first, follow=True).text
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "does not work any more" in browser_of(person).post(second, follow=True).text
    assert email_of(person) == person.email


def test_an_address_that_is_taken_gets_no_mail_and_the_answer_is_the_same(person: User) -> None:
    make_user("known@buyer.example")
    answers = [browser_of(person).post(URL, {"email": email}, follow=True) for email in (NEW, "known@buyer.example")]
    said = [re.sub(r"(new|known)@buyer\.example", "X", answer.text) for answer in answers]
    assert all("A link is on its way to X." in text for text in said)
    assert not Mail.objects.filter(to="known@buyer.example").exists()


def test_an_address_that_was_taken_meanwhile_is_refused(person: User) -> None:
    link = ask(person)
    make_user(NEW)
    assert "does not work any more" in browser_of(person).post(link, follow=True).text


@pytest.mark.parametrize(("email", "status", "words"), [("", 422, "Type the new e-mail."), ("x", 422, "valid email")])
def test_nonsense_is_refused(person: User, email: str, status: int, words: str) -> None:
    answer = browser_of(person).post(URL, {"email": email})
    assert answer.status_code == status
    assert words in answer.text


def test_his_own_address_and_the_sixth_mail_of_a_day_are_refused(person: User) -> None:
    client = browser_of(person)
    assert "your address already" in client.post(URL, {"email": person.email.upper()}).text
    for number in range(5):
        client.post(URL, {"email": f"n{number}@buyer.example"})
    assert "Ask again tomorrow" in client.post(URL, {"email": NEW}).text
    assert not Mail.objects.filter(to=NEW).exists()
