"""A company that demands two-step sign-in, and our own people at work."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.demand_second_factor import demand_second_factor
from accounts.actors import Actor
from accounts.models import Company, User
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.access import ACTING_FOR_HEADER
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db
DEMAND, SET_UP = "/company/second-factor/", "/account/2fa/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


@pytest.fixture
def colleague(administrator: Actor) -> Actor:
    """A purchaser of the company, which demands a second step."""
    assert administrator.company
    demand_second_factor(demanded=True, by=administrator, at=timezone.now())
    return make_actor(Company.objects.get(pk=administrator.company.pk))


def guard(user: User, kind: str = "totp") -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


def test_second_factor_demand_asks_who_is_there_and_is_written_in_the_trail(administrator: Actor) -> None:
    assert client_of(administrator).post(DEMAND, {"demanded": "yes"}).url.startswith("/account/reauthenticate/")
    assert not Company.objects.get(pk=administrator.company.pk).demands_second_factor
    guard(administrator.user)
    client = confirmed(administrator)
    page = client.post(DEMAND, {"demanded": "yes"}, follow=True).text
    assert "Everybody now needs two-step sign-in" in page
    assert "demanded of everybody" in page
    assert "demands two-step sign-in" in client.get("/company/history/").text
    assert client.post(DEMAND, {"demanded": "maybe"}).status_code == 302
    assert Company.objects.get(pk=administrator.company.pk).demands_second_factor
    assert "up to each person" in client.post(DEMAND, {"demanded": "no"}, follow=True).text


def test_demand_second_factor_is_for_who_manages_people(buyer: Actor) -> None:
    with pytest.raises(NotAllowed):
        demand_second_factor(demanded=True, by=buyer, at=timezone.now())


@pytest.mark.parametrize("path", ["/", "/cart/", "/orders/", "/admin/password_change/"])
def test_a_person_without_one_is_led_to_set_it_up(colleague: Actor, path: str) -> None:
    client = client_of(colleague)
    assert client.get(path).url == SET_UP
    page = client.get(path, follow=True).text
    assert "demands two-step sign-in of everybody" in page
    assert client.get(path, headers=HTMX)["HX-Redirect"] == SET_UP


@pytest.mark.parametrize("path", ["/profile/", "/company/leave/", "/profile/sessions/", "/account/logout/", SET_UP])
def test_a_person_without_one_may_still_set_it_up_leave_and_sign_out(colleague: Actor, path: str) -> None:
    assert client_of(colleague).get(path).status_code == 200


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_a_person_with_one_works_on(colleague: Actor, kind: str) -> None:
    guard(colleague.user, kind)
    assert client_of(colleague).get("/cart/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(colleague: Actor) -> None:
    guard(colleague.user, "recovery_codes")
    assert client_of(colleague).get("/cart/").url == SET_UP


def test_another_company_of_his_demands_nothing(colleague: Actor) -> None:
    other = make_actor(user=colleague.user)
    client = client_of(colleague)
    client.post("/company/", {"company": other.company.uid})
    assert client.get("/cart/", headers={ACTING_FOR_HEADER: str(other.company.uid)}).status_code == 200


def test_staff_need_one_in_the_admin(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    staff = make_user(is_staff=True, is_superuser=True)
    client = client_of(Actor(user=staff))
    for path in (reverse("admin:index"), reverse("admin:accounts_company_changelist"), reverse("core:gallery")):
        assert client.get(path).url == SET_UP
    assert "Our people work with two-step sign-in" in client.get("/admin/", follow=True).text
    assert client.post(reverse("admin:logout")).status_code == 200
    guard(staff)
    assert client_of(Actor(user=staff)).get(reverse("admin:index")).status_code == 200


def test_the_switch_for_staff_is_off_in_the_demo_alone(settings: Settings) -> None:
    assert settings.EMBEDDED
    assert not settings.STAFF_SECOND_FACTOR
    staff = make_user(is_staff=True, is_superuser=True)
    assert client_of(Actor(user=staff)).get(reverse("admin:index")).status_code == 200
