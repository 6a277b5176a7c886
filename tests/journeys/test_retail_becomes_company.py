"""A sole proprietor who buys at recommended prices registers a company, and keeps his account and his history."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.entering import MANAGER, approve, leave, register, set_password, sign_in

pytestmark = pytest.mark.slow
PERSON = "retail@road.example"
PROPRIETOR = {  # requisites of domain.md section 3
    "kind": "sole_proprietor",
    "inn": "500100732259",
    "ogrn": "304500116000157",
    "name": "ИП Розничный",
    "legal_address": "143900, Балашиха, Советская ул., 1",
    "full_name": "Игорь Розничный",
    "email": PERSON,
    "phone": "+7 495 000-00-02",
}
COMPANY = {
    "kind": "company",
    "inn": "7830002293",
    "kpp": "783002001",
    "ogrn": "1027700132195",
    "name": "ООО «Опт из розницы»",
    "legal_address": "191060, Санкт-Петербург, Смольный проезд, 2",
    "full_name": "Игорь Розничный",
    "email": PERSON,
    "phone": "+7 812 000-00-02",
}


def buy(visitor: Visitor) -> str:
    """Orders one piece; the number of the order."""
    page = visitor.page
    visitor.open("/cart/")
    page.fill("input[name=line]", "W1A53A 1")
    page.press("input[name=line]", "Enter")
    page.locator("#checkout button.pri").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    found = re.search(r"/orders/(\d+)/", page.url)
    assert found
    return found[1]


def go_over(visitor: Visitor, name: str) -> None:
    """Chooses another company in the header."""
    visitor.page.locator("button.ctx").click()
    visitor.page.locator("#menu-company button", has_text=name).click()
    expect(visitor.page.locator("button.ctx b")).to_have_text(name)


def test_a_retail_customer_becomes_a_company_and_keeps_his_history(browser: Browser, shop: Shop) -> None:
    manager = sign_in(browser, shop, MANAGER)
    stranger = visit(browser, shop, locale="ru-RU")
    register(stranger, PROPRIETOR)
    approve(manager, PROPRIETOR["name"])

    person = set_password(browser, shop, PERSON)
    expect(person.page.locator(".ctx")).to_contain_text("РРЦ")
    number = buy(person)

    register(person, COMPANY)
    approve(manager, COMPANY["name"])
    person.open("/")
    go_over(person, COMPANY["name"])
    person.open("/orders/")
    expect(person.page.locator("main")).not_to_contain_text(number)

    go_over(person, PROPRIETOR["name"])
    person.open("/orders/")
    expect(person.page.locator("main")).to_contain_text(number)
    person.open("/documents/")
    expect(person.page.locator("main")).to_contain_text(number)
    leave(manager, stranger, person)
