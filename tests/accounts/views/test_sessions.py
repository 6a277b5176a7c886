from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reset_second_factor import reset_second_factor
from accounts.actors import Actor
from accounts.models import Session, User
from tests.accounts.confirmed import PASSWORD
from tests.conftest import client_of
from tests.factories import make_actor, make_user
from tests.factories.accounts import make_staff

pytestmark = pytest.mark.django_db
URL, OTHERS = "/profile/sessions/", "/profile/sessions/end/"
DESK = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"


def signed_in(user: User, user_agent: str = DESK, address: str = "203.0.113.7") -> Client:
    """A browser whose person typed his password."""
    client = Client(headers={"Accept-Language": "en", "User-Agent": user_agent}, REMOTE_ADDR=address)
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(URL).status_code == 200


@pytest.fixture
def person() -> User:
    user = make_actor().user
    assert user
    return user


def uid_of(client: Client) -> str:
    return str(client.session["place"]["uid"])


def test_sessions_shows_each_device_and_marks_this_one(person: User) -> None:
    desk = signed_in(person)
    signed_in(person, PHONE, "198.51.100.9")
    signed_in(make_user(), "Mozilla/5.0 (X11; Linux) Firefox/132.0")
    page = desk.get(URL).text
    rows = page.split("<tr>")[2:]
    assert ["Chrome on Windows" in row for row in rows] == [True, False]
    assert "this device" in rows[0]
    assert "203.0.113.*" in rows[0]
    assert "Chrome on Android" in rows[1]
    assert "198.51.100.*" in rows[1]
    assert "198.51.100.9" not in page
    assert desk.session.session_key not in page


def test_sessions_end_signs_out_everywhere_but_here(person: User) -> None:
    here, elsewhere, stranger = signed_in(person), signed_in(person, PHONE), signed_in(make_user())
    assert "Signed out on 1 device" in here.post(OTHERS, follow=True).text
    assert [is_in(one) for one in (here, elsewhere, stranger)] == [True, False, True]


def test_session_end_signs_one_device_out(person: User) -> None:
    here, phone, tablet = (signed_in(person) for _ in range(3))
    answer = here.post(f"{URL}{uid_of(phone)}/end/", follow=True)
    assert "Signed out there" in answer.text
    assert [is_in(one) for one in (here, phone, tablet)] == [True, False, True]


def test_session_end_leaves_this_device_and_those_of_strangers_alone(person: User) -> None:
    here, stranger = signed_in(person), signed_in(make_user())
    for one in (here, stranger):
        assert here.post(f"{URL}{uid_of(one)}/end/").status_code == 404
    assert [is_in(one) for one in (here, stranger)] == [True, True]


def test_a_new_password_ends_every_session_and_leaves_none_in_the_list(person: User) -> None:
    here, elsewhere = signed_in(person), signed_in(person, PHONE)
    new = "a new long sentence"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [is_in(one) for one in (here, elsewhere)] == [False, False]
    again = Client(headers={"Accept-Language": "en"})
    again.post(reverse("account_login"), {"login": person.email, "password": new})
    assert again.get(URL).text.count(">Sign out there<") == 0


def test_a_reset_of_the_second_step_ends_every_session(person: User) -> None:
    client = signed_in(person)
    Authenticator.objects.create(user=person, type="totp", data={})
    reset_second_factor(user=person, by=make_staff(), at=timezone.now())
    assert not is_in(client)


def test_last_seen_moves_with_use_but_rarely(person: User) -> None:
    client, now = signed_in(person), timezone.now()
    began = client.session["place"]["seen_at"]
    client.get(URL)
    assert client.session["place"]["seen_at"] == began
    with time_machine.travel(now + timedelta(minutes=11)):
        client.get(URL)
    assert client.session["place"]["seen_at"] > began


def test_a_session_knows_its_owner_and_a_strangers_has_none(person: User, client: Client) -> None:
    session = client.session
    session["language"] = "en"
    session.save()
    assert Session.objects.get().user is None
    signed_in(person)
    assert Session.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_sessions_costs_the_same_queries_for_one_and_three_rows(
    buyer: Actor, rows: int, django_assert_num_queries: Callable
) -> None:
    for _ in range(rows):
        signed_in(buyer.user)
    client = client_of(buyer)
    client.get(URL)
    # session, person, header: actor and cart summary; sessions
    with django_assert_num_queries(5):
        client.get(URL)


def test_a_device_left_alone_is_signed_out_and_a_used_one_is_not(person: User) -> None:
    left, used = signed_in(person), signed_in(person)
    start = timezone.now()
    for hours in (2, 4, 6):
        with time_machine.travel(start + timedelta(hours=hours, minutes=1), tick=False):
            assert is_in(used)
    with time_machine.travel(start + timedelta(hours=3, minutes=1), tick=False):
        answer = left.get(URL)
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/")
        assert "nobody has used the cabinet" in left.get(answer.url).text


def test_staff_end_every_session_of_a_person(person: User) -> None:
    devices = signed_in(person), signed_in(person)
    staff_client = client_of(make_staff())
    data = {"action": "sign_out_everywhere", "_selected_action": [person.pk]}
    page = staff_client.post(reverse("admin:accounts_user_changelist"), data, follow=True)
    assert "sessions ended: 2." in page.text
    assert not any(map(is_in, devices))
