from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import CostCentre, Department, Membership
from accounts.permissions import Role
from accounts.queries.people import department_of
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_user

pytestmark = pytest.mark.django_db
URL = "/company/structure/"


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def add(administrator: Actor, kind: str = "department", **told: object):
    return client_of(administrator).post(reverse(f"accounts:{kind}-add"), told)


def test_department_add_writes_a_department_with_its_head(administrator: Actor) -> None:
    head = make_actor(administrator.company)
    place = Membership.objects.get(user=head.user)
    assert add(administrator, name="  IT   office ", head=place.uid).url == URL
    department = Department.objects.get()
    assert (department.name, department.head, department.company) == ("IT office", head.user, administrator.company)
    assert "IT office" in client_of(administrator).get("/company/history/").text


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        ("department", {"name": "workshop"}, "has a department “Workshop” already"),
        ("cost-centre", {"code": " 44 - 1", "name": "Other"}, "The code 44-1 is taken: “Main”"),
    ],
)
def test_what_is_there_is_not_added_again_and_the_page_keeps_what_was_typed(administrator, kind, told, said) -> None:
    Department.objects.create(company=administrator.company, name="Workshop")
    CostCentre.objects.create(company=administrator.company, code="44-1", name="Main")
    answer = add(administrator, kind, **told)
    assert answer.status_code == 409
    assert said in answer.text
    assert f'value="{told["name"]}"' in answer.text
    assert (Department.objects.count(), CostCentre.objects.count()) == (1, 1)


def test_an_empty_form_is_invalid(administrator: Actor) -> None:
    assert "Write the name of the department." in add(administrator, name=" ").text
    assert add(administrator, "cost-centre", name="x").status_code == 422


def test_the_head_works_for_the_company(administrator: Actor) -> None:
    stranger = Membership.objects.get(user=make_actor().user)
    assert add(administrator, name="IT", head=stranger.uid).status_code == 422


def test_department_change_switches_off_and_its_people_order_for_none(administrator: Actor) -> None:
    department = Department.objects.create(company=administrator.company, name="IT")
    person = make_actor(administrator.company)
    Membership.objects.filter(user=person.user).update(department=department)
    assert department_of(person.company, person.user) == department
    url = reverse("accounts:department-change", args=[department.uid])
    client_of(administrator).post(url, {"name": "IT office"})
    department.refresh_from_db()
    assert (department.name, department.is_active) == ("IT office", False)
    assert department_of(person.company, person.user) is None


def test_cost_centre_change_writes_code_and_name(administrator: Actor) -> None:
    centre = CostCentre.objects.create(company=administrator.company, code="1", name="Old")
    url = reverse("accounts:cost-centre-change", args=[centre.uid])
    told = {"code": "2", "name": "New", "is_active": "1"}
    client_of(administrator).post(url, told)
    centre.refresh_from_db()
    assert (centre.code, centre.name, centre.is_active) == ("2", "New", True)
    CostCentre.objects.create(company=administrator.company, code="3", name="Third")
    page = client_of(administrator).post(url, told | {"code": "3"}, follow=True).text
    assert "The code 3 is taken" in page


def test_person_department_is_set_after_he_has_said_who_he_is(administrator: Actor) -> None:
    department = Department.objects.create(company=administrator.company, name="IT")
    elsewhere = Department.objects.create(company=make_company(), name="IT")
    member = Membership.objects.get(user=make_actor(administrator.company, user=make_user()).user)
    url = reverse("accounts:person-department", args=[member.uid])
    assert "reauthenticate" in client_of(administrator).post(url, {"department": department.uid}).url
    client = confirmed(administrator)
    assert client.post(url, {"department": elsewhere.uid}).status_code == 404
    assert client.post(url, {"department": department.uid}).url == "/company/people/"
    member.refresh_from_db()
    assert member.department == department
    assert ">IT<" in client.get("/company/people/").text
    row = client.get("/company/history/").text
    assert member.user.email in row
    client.post(url, {"department": ""})
    member.refresh_from_db()
    assert member.department is None


@pytest.mark.parametrize("rows", [1, 3])
def test_structure_costs_the_same_queries_for_one_and_three_rows(
    administrator: Actor, rows: int, django_assert_num_queries: Callable
) -> None:
    for number in range(rows):
        Department.objects.create(company=administrator.company, name=f"D{number}", head=administrator.user)
        CostCentre.objects.create(company=administrator.company, code=f"C{number}", name="x")
    client = client_of(administrator)
    client.get(URL)
    # session, person, header: actor and cart summary; colleagues, departments, cost centres
    with django_assert_num_queries(7):
        client.get(URL)
