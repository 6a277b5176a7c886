"""Every URL x every role x own, suspended, left and other company x GET and POST x page and HTMX part.

What a role may in a company of its own, one sees in the rest of this folder; here is what nobody gets.
"""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission, Role, permissions_of
from accounts.queries.access import ALLOWED_WHEN_SUSPENDED
from tests.accounts.confirmed import confirmed as client_of
from tests.factories import make_actor
from tests.law.access_matrix import MATRIX, Row
from tests.law.walks import rolled_back
from tests.law.worlds import HTMX, World, make_world

REASON = "Invoices are overdue"
# of budgets they see those of their own department, and they have none here
OF_HIS_DEPARTMENT = {("orders:budget", Role.REQUESTER), ("orders:budget", Role.VIEWER)}
NOT_THIS_WAY = 405  # the address knows no such method: nothing is read or done
every_role = pytest.mark.parametrize("role", list(Role))


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def answers(client: Client, name: str, world: World) -> Iterator[tuple[str, HttpResponse]]:
    """The answers of one address to GET and POST, as a page and as a part; whatever they do is undone."""
    row = MATRIX[name]
    url = reverse(name, kwargs=row.kwargs(world) or None)
    for method in ("get", "post"):
        for headers in ({}, HTMX):
            with rolled_back():
                cookies = client.cookies.copy()
                answer = getattr(client, method)(url, row.data(world), headers=headers)
                client.cookies = cookies
            yield f"{name} {method} {'part' if headers else 'page'}: {answer.status_code}", answer


def rows_that_need_a_right(role: Role, *, has_it: bool) -> Iterator[tuple[str, Row]]:
    for name, row in MATRIX.items():
        if row.needs in set(Permission) and (row.needs in permissions_of(role)) == has_it:
            yield name, row


def tells(answer: HttpResponse, world: World) -> bool:
    """Whether the answer says anything of the world's company."""
    return world.company.name in b"".join(answer).decode(errors="replace")


def not_refused(client: Client, world: World, names: Iterator[tuple[str, Row]], *sentences: str) -> list[str]:
    """The answers that are no refusal with these sentences in it."""
    wrong = []
    for name, _row in names:
        for place, answer in answers(client, name, world):
            if answer.status_code == NOT_THIS_WAY:
                continue
            if answer.status_code != 403 or not all(said in answer.text for said in sentences):
                wrong.append(place)
    return wrong


@every_role
def test_a_role_without_the_right_is_refused_with_the_names_of_those_who_can(role: Role, world: World):
    able = make_actor(world.company, Role.ADMINISTRATOR)
    client = client_of(make_actor(world.company, role))
    assert not_refused(client, world, rows_that_need_a_right(role, has_it=False), str(able.user)) == []


@every_role
def test_a_suspended_company_is_refused_with_the_reason_and_a_name(role: Role, world: World):
    client = client_of(make_actor(world.company, role))
    Company.objects.filter(pk=world.company.pk).update(status="suspended", suspension_reason=REASON)
    closed = (
        (name, row)
        for name, row in rows_that_need_a_right(role, has_it=True)
        if row.needs not in ALLOWED_WHEN_SUSPENDED
    )
    assert not_refused(client, world, closed, REASON, str(world.company.account_manager)) == []


@every_role
def test_a_suspended_company_still_reads_and_pays(role: Role, world: World):
    client = client_of(make_actor(world.company, role))
    Company.objects.filter(pk=world.company.pk).update(status="suspended", suspension_reason=REASON)
    wrong = []
    for name, row in rows_that_need_a_right(role, has_it=True):
        if row.needs in ALLOWED_WHEN_SUSPENDED and row.method == "get":
            place, answer = next(answers(client, name, world))
            expected = 404 if (name, role) in OF_HIS_DEPARTMENT else row.answers
            wrong += [place] if answer.status_code != expected else []
    assert wrong == []


@every_role
def test_whoever_left_is_a_stranger(role: Role, world: World):
    left = make_actor(world.company, role)
    left.user.memberships.update(left_at=timezone.now())
    client = client_of(left)
    wrong = []
    for name, row in MATRIX.items():
        for place, answer in answers(client, name, world):
            is_shut = answer.status_code in {403, 404, NOT_THIS_WAY}
            if tells(answer, world) or (row.needs in set(Permission) and not is_shut):
                wrong.append(place)
    assert wrong == []


@every_role
def test_ids_of_another_company_are_unknown(role: Role, world: World):
    """403 where the role may not even in its own company, else 404: nothing tells whether the id exists.

    A form of another company is unknown to every role.
    """
    stranger = make_actor(role=role)
    client = client_of(stranger)
    wrong = []
    for name, row in MATRIX.items():
        if row.foreign is not None:
            expected = {row.foreign} if may(stranger, row) else {403, 404}
            for place, answer in answers(client, name, world):
                if answer.status_code not in expected | {NOT_THIS_WAY} or tells(answer, world):
                    wrong.append(place)
    assert wrong == []


def may(actor: Actor, row: Row) -> bool:
    return row.needs not in set(Permission) or (actor.role is not None and row.needs in permissions_of(actor.role))
