"""Who has asked for a company and has none yet looks at the catalogue at recommended prices, and at nothing else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Application
from accounts.permissions import Permission
from catalog.models import SearchLog, Watch
from orders.models import Cart, Order
from tests.conftest import client_of
from tests.factories import make_price, make_product, make_stock, make_tier, make_user
from tests.factories.accounts import make_application
from tests.factories.catalog import make_price_list
from tests.law.access_matrix import MATRIX
from tests.law.forms import FormsOfPage
from tests.law.worlds import HTMX, World, ask, make_world

OPEN = {
    "catalog:search",
    "catalog:suggest",
    "catalog:search-prices",
    "catalog:compare",
    "catalog:product-file",
    "product",
}
OWN = {reverse(name) for name in ("core:theme", "core:language", "account_logout")}


@pytest.fixture
def world(db: None) -> World:
    product = make_product()
    make_price(product, "4723.00")
    make_stock(product, 50)
    recommended = make_price_list("rrp", tier=make_tier("rrp", name="RRP", is_recommended=True))
    make_price(product, "7777.00", price_list=recommended)
    return make_world(product=product)


@pytest.fixture
def applicant(world: World) -> Client:
    user = make_user()
    make_application(by=Actor(user=user))
    return client_of(Actor(user=user))


def test_only_pages_of_the_catalogue_open_to_applicants(world: World, applicant: Client) -> None:
    asked = {name: row for name, row in MATRIX.items() if row.needs in set(Permission)}
    for headers in ({}, HTMX):
        opened = {name for name in asked if ask(applicant, name, world, headers=headers).status_code == 200}
        assert opened == OPEN
    refused = {ask(applicant, name, world).status_code for name in asked if name not in OPEN}
    assert refused <= {403, 302}
    assert not Cart.objects.exclude(company=world.company).exists()
    assert Order.objects.count() == 1
    assert Watch.objects.count() == 1
    assert not SearchLog.objects.exclude(company=world.company).exists()


def test_applicants_see_recommended_prices_and_no_others(world: World, applicant: Client) -> None:
    product = reverse("product", args=[world.product.uid])
    for address in (f"/search/?q={world.product.article}", product, f"/search/suggest/?q={world.product.article}"):
        page = applicant.get(address).text.replace("\xa0", "").replace(",", "")
        assert "7777" in page
        assert "4723" not in page
        assert world.company.name not in page
    assert "4723" in client_of(world.actor).get(product).text.replace("\xa0", "").replace(",", "")


def test_applicants_are_offered_no_form_that_would_be_refused(world: World, applicant: Client) -> None:
    for name in OPEN - {"catalog:product-file"}:
        url = reverse(name, kwargs=MATRIX[name].kwargs(world) or None)
        page = applicant.get(url, {"q": world.product.article, "p": str(world.product.uid)}).text
        assert {form.action for form in FormsOfPage(page, url).forms if form.method == "post"} <= OWN


def test_applicants_find_their_state_on_every_page(world: World, applicant: Client) -> None:
    for name in ("catalog:search", "product", "accounts:profile", "catalog:compare"):
        url = reverse(name, kwargs=MATRIX[name].kwargs(world) or None)
        assert "Your application waits for an answer" in applicant.get(url).text
    assert applicant.get("/").headers["Location"] == reverse("accounts:own-application")


def test_a_decision_bites_at_the_next_request(applicant: Client) -> None:
    assert applicant.get("/search/").status_code == 200
    Application.objects.update(status="rejected", answered_at=timezone.now())
    assert applicant.get("/search/").status_code == 403
