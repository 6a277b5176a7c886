import pytest
from django.contrib.auth.models import Permission as ModelPermission
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Application, Company, Membership
from tests.conftest import client_of
from tests.factories import make_actor, make_tier, make_user
from tests.factories.accounts import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client() -> Client:
    """A browser in which a superuser is signed in."""
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def page(verb: str, application: Application) -> str:
    """The address of an admin page of an application."""
    return reverse(f"admin:accounts_application_{verb}", args=[application.pk])


def test_approve_makes_the_company(staff_client: Client) -> None:
    tier, application = make_tier(), make_application()
    assert page("approve", application) in staff_client.get(page("change", application)).text
    answer = staff_client.post(page("approve", application), {"tier": tier.pk})
    assert answer.url == page("change", application)
    assert Company.objects.get().tier == tier
    assert page("approve", application) not in staff_client.get(page("change", application)).text


def test_approve_of_a_known_company_is_refused_and_admit_lets_in(staff_client: Client) -> None:
    company = make_actor().company
    application = make_application(inn=company.inn, kpp=company.kpp)
    refused = staff_client.post(page("approve", application), {})
    assert (refused.status_code, "is registered already" in refused.text) == (422, True)
    staff_client.post(page("admit", application), {"role": "accountant"})
    assert Membership.objects.get(user__email=application.email).role == "accountant"


@pytest.mark.parametrize(("verb", "status"), [("ask", "more_wanted"), ("reject", "rejected")])
def test_an_answer_needs_words(staff_client: Client, verb: str, status: str) -> None:
    application = make_application()
    assert staff_client.post(page(verb, application), {"reason": ""}).status_code == 422
    staff_client.post(page(verb, application), {"reason": "Send the charter"})
    application.refresh_from_db()
    assert (application.status, application.reason) == (status, "Send the charter")


def test_staff_who_only_read_decide_nothing() -> None:
    make_tier()
    reader = make_user(is_staff=True)
    reader.user_permissions.add(ModelPermission.objects.get(codename="view_application"))
    client, application = client_of(Actor(user=reader)), make_application()
    assert client.get(page("change", application)).status_code == 200
    assert client.post(page("approve", application), {}).status_code == 403
    assert not Company.objects.exists()
