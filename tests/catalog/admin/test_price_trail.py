"""The history of a price list: what was saved, by whom, and what it was before."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from catalog.models import PriceList
from tests.catalog.admin.test_prices import said
from tests.conftest import client_of
from tests.factories import make_company, make_price_list, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return make_user("boss@shop.example", full_name="Anna Orlova", is_staff=True, is_superuser=True)


def clerk(*permissions: str) -> Client:
    user = make_user("clerk@shop.example", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return client_of(Actor(user=user))


def trail_of(client: Client, price_list: PriceList) -> list[str]:
    """The rows of the page in plain text, the newest first."""
    page = client.get(reverse("admin:catalog_pricelist_history", args=[price_list.pk])).content.decode()
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [" ".join(row.replace("<", " <").replace(">", "> ").split()) for row in rows]


def save(client: Client, price_list: PriceList, **fields: object) -> None:
    page = reverse("admin:catalog_pricelist_change", args=[price_list.pk])
    sent = client.post(page, said("own", **{"source": price_list.source_id, **fields}))
    assert sent.status_code == 302, sent.content.decode()


@pytest.fixture
def own() -> PriceList:
    return make_price_list("own", kind="contract", source=make_price_list("base"), percent=Decimal(-5))


def test_history_names_what_a_save_changed_who_saved_it_and_what_was_before(boss: User, own: PriceList) -> None:
    client = client_of(Actor(user=boss))
    save(client, own, percent="-7", rounding_step="10", margin_floor="12.5")
    newest, created = trail_of(client, own)
    assert "Anna Orlova" in newest
    assert "percent added: \u22125 → <b> \u22127 </b>" in newest
    assert "rounded to: <b> 10 </b>" in newest
    assert "percent over cost at least: <b> 12.5 </b>" in newest
    assert "added" in created


def test_history_tells_of_rules_and_companies_that_come_and_go(boss: User, own: PriceList) -> None:
    client, product, company = client_of(Actor(user=boss)), make_product(brand="Brauberg"), make_company("Forest")
    rule = {"brand": product.brand_id, "category": "", "percent": "-9", "amount": "0"}
    save(client, own, companies=[company], rules=[rule], percent="-5")
    told = " ".join(trail_of(client, own))
    assert "Brauberg" in told
    assert "Forest" in told
    own.rules.get().delete()
    own.served.get().delete()
    gone = " ".join(row for row in trail_of(client, own) if "taken off" in row)
    assert "Brauberg" in gone
    assert "Forest" in gone


def test_history_hides_the_margin_from_who_sees_no_costs(boss: User, own: PriceList) -> None:
    save(client_of(Actor(user=boss)), own, margin_floor="12.5", percent="-5")
    told = trail_of(clerk("view_pricelist"), own)
    assert not any("12.5" in row or "over cost" in row for row in told)


def test_history_is_for_those_who_see_price_lists(own: PriceList) -> None:
    page = reverse("admin:catalog_pricelist_history", args=[own.pk])
    assert clerk("view_product").get(page).status_code == 403


@pytest.mark.parametrize("several", [1, 3])
def test_history_costs_the_same_for_more_changes(
    boss: User, own: PriceList, several: int, django_assert_num_queries: object
) -> None:
    for number in range(several):
        own.percent = Decimal(number)
        own.save()
        own.companies.add(make_company())
    client = client_of(Actor(user=boss))
    trail_of(client, own)
    with django_assert_num_queries(6):
        trail_of(client, own)
