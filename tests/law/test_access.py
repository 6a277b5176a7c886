"""Every URL x nobody, HTMX, another company, a colleague without the right, and whoever may."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.middleware import PUBLIC
from accounts.permissions import Permission, Role, permissions_of
from documents.models import Document
from orders.models import Order
from tests.accounts.confirmed import confirmed as client_of
from tests.factories import make_actor, make_user
from tests.law.access_matrix import MATRIX
from tests.law.worlds import ADMIN, HTMX, ask, make_world, views


@pytest.fixture
def world(db):
    return make_world()


def needing(*, permission=False, foreign=False):
    """The rows of a kind, as parameters."""
    names = [
        name
        for name, row in MATRIX.items()
        if (not permission or row.needs in set(Permission)) and (not foreign or row.foreign is not None)
    ]
    return pytest.mark.parametrize("name", names)


def who_may(name, world):
    """The world's own person, or a colleague of his where his role is not enough."""
    needed = MATRIX[name].needs
    if needed not in set(Permission) or needed in permissions_of(world.actor.role):
        return world.actor
    return make_actor(world.company, Role.ADMINISTRATOR)


def test_every_url_has_a_row():
    named = {name for name in views() if not name.startswith(ADMIN)}
    assert named == set(MATRIX)


def test_public_pages_are_one_explicit_list():
    assert {name for name, row in MATRIX.items() if row.needs == "public"} == PUBLIC


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.needs != "public"])
def test_nobody_is_sent_to_sign_in(name, world):
    answer = ask(Client(), name, world)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=")
    part = ask(Client(), name, world, headers=HTMX)
    assert part["HX-Redirect"].startswith("/account/login/?next=")
    assert not part.content


@pytest.mark.parametrize("name", list(MATRIX))
def test_whoever_may_gets_the_page(name, world):
    row = MATRIX[name]
    client = client_of(who_may(name, world))
    if row.needs == "staff":
        client.force_login(make_user(is_staff=True), backend="allauth.account.auth_backends.AuthenticationBackend")
    elif row.needs == "public":
        client = Client()
    assert ask(client, name, world).status_code == row.answers


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("name", list(MATRIX))
def test_other_methods_change_nothing(name, method, world):
    url = reverse(name, kwargs=MATRIX[name].kwargs(world) or None)
    client = client_of(who_may(name, world))
    if MATRIX[name].needs == "staff":
        client.force_login(make_user(is_staff=True), backend="allauth.account.auth_backends.AuthenticationBackend")
    before = Order.objects.count(), Document.objects.count()
    assert getattr(client, method)(url).status_code in {200, 302, 400, 404, 405}
    assert (Order.objects.count(), Document.objects.count()) == before


def test_the_admin_is_for_staff_only(world):
    for name in ("admin:index", "admin:orders_order_changelist", "admin:accounts_company_changelist"):
        assert Client().get(reverse(name)).status_code == 302
        assert client_of(world.actor).get(reverse(name)).status_code in {302, 403, 404}


def test_neighbouring_numbers_all_look_alike(world):
    """A number is no key: orders that exist elsewhere and orders that do not exist give the same answer."""
    stranger = client_of(make_actor())
    pages = [stranger.get(reverse("order", args=[world.order.number + more])) for more in (0, 1000)]
    assert [page.status_code for page in pages] == [404, 404]
    exists, does_not = (re.sub(r'token" value="\w+|X-CSRFToken[^}]+|\b\d{6,}\b', "", page.text) for page in pages)
    assert exists == does_not
