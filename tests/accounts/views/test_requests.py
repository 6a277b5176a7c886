import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Application, Membership
from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories import make_actor
from tests.factories.accounts import make_application, make_own_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def ask_to_join(actor: Actor, **said: str) -> Application:
    return make_application(inn=actor.company.inn, kpp=actor.company.kpp, **said)


def address(verb: str, application: Application) -> str:
    return reverse(f"accounts:request-{verb}", args=[application.uid])


def test_requests_shows_who_asks_for_this_company_at_a_fixed_cost(administrator: Actor) -> None:
    client, costs = client_of(administrator), []
    ask_to_join(make_actor(role=Role.ADMINISTRATOR), full_name="Чужой Человек")
    for more in (1, 2):
        for _asked in range(more):
            ask_to_join(administrator)
        client.get(reverse("accounts:requests"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("accounts:requests")).text
        costs.append(len(queries))
    assert page.count("Анна Новая") == 3
    assert "Чужой Человек" not in page
    assert costs == [6, 6]


def test_request_admit_invites_in_the_chosen_role(administrator: Actor) -> None:
    application = ask_to_join(administrator)
    answer = client_of(administrator).post(address("admit", application), {"role": "accountant"})
    assert answer.url == reverse("accounts:requests")
    member = Membership.objects.get(user__email=application.email)
    assert (member.company, member.role) == (administrator.company, "accountant")
    again = client_of(administrator).post(address("admit", application), {"role": "administrator"})
    assert (again.status_code, "decided already" in again.text) == (409, True)


def test_request_admit_invites_in_a_role_of_the_company_s_own(administrator: Actor) -> None:
    application, role = ask_to_join(administrator), make_own_role(administrator.company)
    foreign = make_own_role(make_actor().company, name="Foreign")
    client = client_of(administrator)
    assert role.name in client.get(reverse("accounts:requests")).text
    assert client.post(address("admit", application), {"role": foreign.uid}).status_code == 422
    client.post(address("admit", application), {"role": role.uid})
    assert Membership.objects.get(user__email=application.email).own_role == role


@pytest.mark.parametrize("data", [{}, {"role": "owner"}])
def test_request_admit_in_no_role_is_refused(administrator: Actor, data: dict[str, str]) -> None:
    application = ask_to_join(administrator)
    assert client_of(administrator).post(address("admit", application), data).status_code == 422
    assert not Membership.objects.filter(user__email=application.email).exists()


def test_request_refuse_needs_words_and_keeps_them(administrator: Actor) -> None:
    application, client = ask_to_join(administrator), client_of(administrator)
    assert client.post(address("refuse", application), {"reason": " "}).status_code == 422
    client.post(address("refuse", application), {"reason": "We do not know you"})
    application.refresh_from_db()
    assert (application.status, application.reason) == ("rejected", "We do not know you")


def test_requests_of_another_company_do_not_exist(administrator: Actor, client: Client) -> None:
    application = ask_to_join(make_actor(role=Role.ADMINISTRATOR))
    for verb, data in (("admit", {"role": "viewer"}), ("refuse", {"reason": "No"})):
        assert client_of(administrator).post(address(verb, application), data).status_code == 404
