"""The two questions of staff about prices, and who may ask them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.actors import SYSTEM, Actor
from accounts.models import Company
from catalog.actions.keep_floors import keep_floors
from catalog.actions.set_costs import NewCost, set_costs
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.models import PriceList, Product
from tests.conftest import client_of
from tests.factories import make_company, make_price_list, make_product, make_user

pytestmark = pytest.mark.django_db
WHY, HISTORY = "admin:catalog_pricelist_why", "admin:catalog_pricelist_price_history"


def staff(*permissions: str) -> Client:
    user = make_user("clerk@shop.example", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return client_of(Actor(user=user))


def ask(client: Client, page: str, status: int = 200, **said: Any) -> str:
    answer = client.get(reverse(page), said)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


@pytest.fixture
def company() -> Company:
    return make_company("Forest Meridian")


@pytest.fixture
def product(company: Company, now: datetime) -> Product:
    made = make_product("CF259X", vat_rate=Decimal("0.22"))
    own = make_price_list("agreed", kind="contract")
    own.companies.add(company)
    for unit_price in ("144", "122"):
        set_prices(price_list=own, prices=[NewPrice(made, 1, Decimal(unit_price))], by=SYSTEM, at=now)
    set_costs(costs=[NewCost(made, Decimal("81.35"))], by=SYSTEM, at=now)
    return made


def test_why_page_says_which_list_won_and_the_margin_to_those_who_see_costs(product: Product, company: Company) -> None:
    client = staff("view_pricelist", "view_cost")
    for named in (company.inn, "meridian"):
        text = ask(client, WHY, company=named, product="cf-259x", quantity=2)
        assert "agreed</a> <span class" in text
        assert "Contract price" in text
        assert "№ 2" in text
        assert "+22.9" in text
        assert "81" in text


def test_why_page_says_nothing_of_cost_to_others(product: Product) -> None:
    text = ask(staff("view_pricelist"), WHY, company="meridian", product="CF259X")
    assert "Contract price" in text
    assert "81" not in text.partition('class="said"')[2]
    assert "Over cost" not in text


def test_why_page_of_goods_on_request(company: Company) -> None:
    make_product("NONE-1")
    text = ask(staff("view_pricelist"), WHY, company="meridian", product="NONE-1")
    assert "Price on request" in text
    assert "No list serves this company today." in text


def test_why_page_refuses_unknown_companies_and_names_several(product: Product) -> None:
    client = staff("view_pricelist")
    make_company("Forest Two")
    assert "No company is called" in ask(client, WHY, 422, company="Nobody", product="CF259X")
    several = ask(client, WHY, 422, company="Forest", product="CF259X")
    assert "Forest Meridian, Forest Two" in several


def test_history_page_draws_and_lists_the_changes(product: Product) -> None:
    text = ask(staff("view_pricelist"), HISTORY, product="CF259X")
    assert '<path d="M0' in text
    assert text.count('<td class="r">№') == 2
    make_product("NONE-1")
    assert "No price of this product" in ask(staff_again(), HISTORY, product="NONE-1")


def staff_again() -> Client:
    user = make_user("second@shop.example", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_pricelist"))
    return client_of(Actor(user=user))


@pytest.mark.parametrize("page", [WHY, HISTORY])
def test_pages_are_for_those_who_see_price_lists(page: str) -> None:
    ask(staff("view_product"), page, 403)
    empty = ask(staff_again(), page)
    assert "<form" in empty


@pytest.fixture
def floored(company: Company, now: datetime) -> Product:
    """A product whose price in a computed list is its lowest one."""
    made = make_product("CF283X", vat_rate=Decimal("0.22"))
    base = make_price_list("base")
    set_prices(price_list=base, prices=[NewPrice(made, 1, Decimal(100))], by=SYSTEM, at=now)
    terms = {"source": base, "percent": Decimal(-50), "margin_floor": Decimal("12.5")}
    make_price_list("computed", kind="contract", **terms).companies.add(company)
    set_costs(costs=[NewCost(made, Decimal("61.35"))], by=SYSTEM, at=now)
    keep_floors()
    return made


@pytest.mark.parametrize("permissions", [["view_pricelist"], ["view_pricelist", "change_pricelist"]])
def test_pages_tell_no_margin_and_no_lowest_price_to_who_sees_no_costs(
    floored: Product, permissions: list[str]
) -> None:
    client, own_list = staff(*permissions), PriceList.objects.get(code="computed")
    page = ask(client, WHY, company="meridian", product="CF283X")
    assert "Lowest price" not in page
    assert "84<i>.21" in page  # what the company pays is no secret
    form = client.get(reverse("admin:catalog_pricelist_change", args=[own_list.pk])).content.decode()
    assert "12.5" not in form
    assert "margin" not in form


def test_pages_tell_margin_and_lowest_price_to_who_sees_costs(floored: Product) -> None:
    client, own_list = staff("view_pricelist", "view_cost"), PriceList.objects.get(code="computed")
    assert "Lowest price" in ask(client, WHY, company="meridian", product="CF283X")
    assert "12.5" in client.get(reverse("admin:catalog_pricelist_change", args=[own_list.pk])).content.decode()
