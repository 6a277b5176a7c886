import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.change_role import change_role
from accounts.actions.compose_role import compose_role
from accounts.actions.end_membership import end_membership
from accounts.actions.keep_administrator import LastAdministrator
from accounts.actions.keep_within import GrantsTooMuch
from accounts.actions.switch_role import RoleInUse, switch_role
from accounts.actors import Actor
from accounts.models import Membership, OwnRole
from accounts.permissions import Permission, Role
from accounts.queries.access import names_of_those_who_can
from accounts.queries.acting import actor_of
from accounts.queries.people import people_who_can
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor
from tests.factories.accounts import make_own_role

pytestmark = pytest.mark.django_db
PEOPLE, ADD = "/company/people/", "/company/roles/add/"


@pytest.fixture
def administrator() -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def place_of(actor: Actor) -> Membership:
    return Membership.objects.select_related("own_role").get(user=actor.user, company=actor.company)


def holder(administrator: Actor, *permissions: Permission) -> Actor:
    """A colleague who holds an own role, as he acts from his next request on."""
    own_role = make_own_role(administrator.company, *permissions)
    colleague = make_actor(administrator.company, Role.VIEWER)
    now = timezone.now()
    change_role(membership=place_of(colleague), role=Role.VIEWER, own_role=own_role, by=administrator, at=now)
    return actor_of(colleague.user)


def test_role_add_composes_a_role_after_asking_who_is_there(administrator: Actor) -> None:
    form = {"name": "Paper", "permissions": ["edit_cart", "manage_people"]}
    assert client_of(administrator).post(ADD, form).url.startswith("/account/reauthenticate/")
    client = confirmed(administrator)
    page = client.post(ADD, form, follow=True).text
    assert "Role «Paper» saved" in page
    made = OwnRole.objects.get()
    assert made.granted == {
        Permission.VIEW_CATALOG,
        Permission.EDIT_CART,
        Permission.VIEW_PEOPLE,
        Permission.MANAGE_PEOPLE,
    }
    assert "fill the cart" in client.get("/company/history/").text
    assert client.post(ADD, {**form, "name": "paper"}).status_code == 409
    assert client.post(ADD, {"name": "Empty"}).status_code == 422
    assert client.post(ADD, {"name": "Wrong", "permissions": ["root"]}).status_code == 422


def test_an_own_role_opens_what_it_grants_and_nothing_else(administrator: Actor) -> None:
    client = client_of(holder(administrator, Permission.VIEW_ORDERS))
    assert client.get("/orders/").status_code == 200
    page = client.get("/cart/")
    assert page.status_code == 403
    assert "Buyer of paper" in page.text


def test_a_change_of_an_own_role_bites_at_the_next_request(administrator: Actor) -> None:
    person = holder(administrator, Permission.EDIT_CART, Permission.VIEW_PRICES)
    browser = client_of(person)
    assert browser.get("/cart/").status_code == 200
    url = reverse("accounts:role", args=[person.own_role.uid])
    confirmed(administrator).post(url, {"name": "Buyer of paper", "permissions": ["view_prices"]})
    assert browser.get("/cart/").status_code == 403


def test_people_and_invitation_offer_own_roles_and_the_table_shows_them(administrator: Actor) -> None:
    own_role = make_own_role(administrator.company, Permission.EDIT_CART)
    colleague, client = make_actor(administrator.company), confirmed(administrator)
    page = client.get(PEOPLE).text
    assert f'<option value="{own_role.uid}">Buyer of paper</option>' in page
    assert "<th>Buyer of paper</th>" in page
    client.post(reverse("accounts:person-role", args=[place_of(colleague).uid]), {"role": own_role.uid})
    assert (place_of(colleague).own_role, place_of(colleague).role) == (own_role, "viewer")
    form = {"company": administrator.company.uid, "email": "new@buyer.example", "full_name": "New", "language": "en"}
    client.post("/company/people/invite/", {**form, "role": own_role.uid})
    assert Membership.objects.get(user__email="new@buyer.example").own_role == own_role
    client.post(reverse("accounts:person-role", args=[place_of(colleague).uid]), {"role": "approver"})
    assert (place_of(colleague).own_role, place_of(colleague).role) == (None, "approver")


def test_an_own_role_of_another_company_cannot_be_given(administrator: Actor) -> None:
    strange, colleague = make_own_role(make_actor().company), make_actor(administrator.company)
    now = timezone.now()
    with pytest.raises(OwnRole.DoesNotExist):
        change_role(membership=place_of(colleague), role=Role.VIEWER, own_role=strange, by=administrator, at=now)
    client = confirmed(administrator)
    client.post(reverse("accounts:person-role", args=[place_of(colleague).uid]), {"role": strange.uid})
    assert place_of(colleague).own_role is None
    assert client.get(reverse("accounts:role", args=[strange.uid])).status_code == 404


def test_nobody_grants_or_takes_more_than_he_has(administrator: Actor) -> None:
    person = holder(administrator, Permission.MANAGE_PEOPLE, Permission.VIEW_PEOPLE)
    colleague, now = make_actor(administrator.company), timezone.now()
    with pytest.raises(GrantsTooMuch, match="see orders"):
        compose_role(name="More", permissions={Permission.VIEW_ORDERS}, by=person, at=now)
    with pytest.raises(GrantsTooMuch):
        change_role(membership=place_of(person), role=Role.ADMINISTRATOR, by=person, at=now)
    with pytest.raises(GrantsTooMuch):
        end_membership(membership=place_of(colleague), by=person, at=now)
    richer = make_own_role(administrator.company, Permission.EDIT_CART, name="Richer")
    with pytest.raises(GrantsTooMuch):
        compose_role(own_role=richer, name="Poorer", permissions={Permission.VIEW_PEOPLE}, by=person, at=now)


def test_an_own_role_that_manages_people_does_not_replace_the_last_administrator(administrator: Actor) -> None:
    holder(administrator, *Permission)
    with pytest.raises(LastAdministrator):
        change_role(membership=place_of(administrator), role=Role.VIEWER, by=administrator, at=timezone.now())


def test_switch_role_is_refused_while_somebody_holds_it(administrator: Actor) -> None:
    person, now = holder(administrator, Permission.EDIT_CART), timezone.now()
    with pytest.raises(RoleInUse, match=str(person.user)):
        switch_role(own_role=person.own_role, on=False, by=administrator, at=now)
    change_role(membership=place_of(person), role=Role.VIEWER, by=administrator, at=now)
    client, url = confirmed(administrator), reverse("accounts:role-switch", args=[person.own_role.uid])
    assert "is offered no more" in client.post(url, {"on": "no"}, follow=True).text
    assert f'<option value="{person.own_role.uid}"' not in client.get(PEOPLE).text
    assert "is offered again" in client.post(url, {"on": "yes"}, follow=True).text


def test_who_holds_an_own_role_is_named_among_those_who_can(administrator: Actor) -> None:
    person = holder(administrator, Permission.APPROVE_ORDERS)
    company = administrator.company
    assert str(person.user) in names_of_those_who_can(Permission.APPROVE_ORDERS, company)
    assert person.user in people_who_can(Permission.APPROVE_ORDERS, [company.pk])[company.pk]
    assert person.user not in people_who_can(Permission.VIEW_DOCUMENTS, [company.pk])[company.pk]
