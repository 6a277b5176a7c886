"""A person of two companies changes nothing in one from a page that was opened for the other: every form, HTMX too."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from accounts.permissions import Permission, Role
from accounts.views.stale_tab import RETURN
from b2b_portal.core.access import ACTING_FOR, ACTING_FOR_HEADER
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_actor, make_company
from tests.law.access_matrix import MATRIX
from tests.law.forms import FormsOfPage
from tests.law.test_forged_posts import rows
from tests.law.walks import rolled_back
from tests.law.worlds import ADMIN, HTMX, World, make_world, views

SENTENCE = "This page was opened for another company"


@pytest.fixture
def world(db: None) -> World:
    return make_world(make_actor(role=Role.ADMINISTRATOR))


@pytest.fixture
def elsewhere(world: World) -> Client:
    """The browser of the world's person, who acts for his other company now."""
    other = make_actor(make_company("Other"), Role.ADMINISTRATOR, world.actor.user)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(world.actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("accounts:company"), {"company": other.company.uid})
    return client


def company_pages() -> Iterator[str]:
    """The names of pages where somebody acts for a company; each may take forms, whatever its row asks."""
    for name in views():
        if not name.startswith(ADMIN) and (MATRIX[name].needs in set(Permission) or name == "accounts:leave-company"):
            yield name


def post(client: Client, world: World, name: str, **more: object) -> HttpResponse:
    row = MATRIX[name]
    data = {} if row.method == "get" else {**row.data(world)}
    data.pop(ACTING_FOR, None)
    data |= more.pop("data", {})  # type: ignore[call-overload]
    return client.post(reverse(name, kwargs=row.kwargs(world) or None), data, **more)


def test_every_form_of_another_company_is_refused_and_changes_nothing(world: World, elsewhere: Client) -> None:
    before, names = rows(), list(company_pages())
    opened = {ACTING_FOR: world.company.uid}
    for name in names:
        for more in (
            {"data": opened},
            {"data": opened, "headers": HTMX},
            {"headers": {**HTMX, ACTING_FOR_HEADER: str(world.company.uid)}},
        ):
            answer = post(elsewhere, world, name, **more)
            assert (name, answer.status_code) == (name, 409)
            assert SENTENCE in answer.text
            assert world.company.name in answer.text
            if "headers" in more:
                assert answer.headers["HX-Reswap"] == "none"
    assert len(names) > 30
    assert rows() == before


def test_a_form_that_names_no_company_is_refused(world: World, elsewhere: Client) -> None:
    before = rows()
    for name in company_pages():
        answer = post(elsewhere, world, name)
        assert (name, answer.status_code) == (name, 409)
        assert "it does not say for which company" in answer.text
    assert rows() == before


def test_a_part_of_another_company_does_not_land_in_a_page(world: World, elsewhere: Client) -> None:
    for name in company_pages():
        row = MATRIX[name]
        if row.method == "get":
            url = reverse(name, kwargs=row.kwargs(world) or None)
            answer = elsewhere.get(url, headers={**HTMX, ACTING_FOR_HEADER: str(world.company.uid)})
            assert (name, answer.status_code) == (name, 409)


def test_every_form_that_pages_show_names_its_company(world: World) -> None:
    """The walk over what is drawn: forms inside parts and components too."""
    client, forms = client_of(world.actor), 0
    for name, row in MATRIX.items():
        if row.method != "get" or row.needs in {"public", "staff"}:
            continue
        url = reverse(name, kwargs=row.kwargs(world) or None)
        answer = client.get(url)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for form in FormsOfPage(b"".join(answer).decode(), url).forms:
            match = resolve(urlsplit(form.action).path)
            if form.method == "post" and match.view_name in set(company_pages()):
                forms += 1
                assert (url, form.action, form.data.get(ACTING_FOR)) == (url, form.action, str(world.company.uid))
    assert forms > 20


def test_whoever_returns_to_the_company_sends_what_he_typed(world: World, elsewhere: Client) -> None:
    page = post(elsewhere, world, "orders:cart-order", data=world.order_form)
    form = next(
        one
        for one in FormsOfPage(page.text, reverse("orders:cart-order")).forms
        if ACTING_FOR in one.data and "seen" in one.data
    )
    assert form.data["key"] == str(world.order_form["key"])
    assert form.data.getlist("seen") == world.order_form["seen"]
    before = Order.objects.count()
    answer = elsewhere.post(form.action, {**dict(form.data.lists()), RETURN: "1"})
    assert answer.status_code == 302
    assert (Order.objects.count(), Order.objects.latest("pk").company) == (before + 1, world.company)
    assert world.company.name in elsewhere.get("/").text


def test_nobody_returns_to_a_company_that_is_not_his(world: World, elsewhere: Client) -> None:
    strange = make_company("Strange")
    for data in ({ACTING_FOR: strange.uid, RETURN: "1"}, {ACTING_FOR: strange.uid}, {ACTING_FOR: "nonsense"}):
        answer = post(elsewhere, world, "orders:cart-add", data=data)
        assert answer.status_code == 404
        assert "Strange" not in answer.text


def test_switching_and_leaving_the_shop_work_from_any_page(world: World, elsewhere: Client) -> None:
    stale = {ACTING_FOR: str(world.company.uid)}
    chosen = elsewhere.post(reverse("accounts:company"), {"company": world.company.uid, **stale})
    assert chosen.status_code == 302
    with rolled_back():
        assert elsewhere.post(reverse("account_logout"), {ACTING_FOR: str(make_company().uid)}).status_code == 302
