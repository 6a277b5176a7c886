"""A stranger's company: registered, approved, its people invited; a request is swapped, agreed to twice, and bought on
credit."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.entering import (
    MANAGER,
    approve,
    found_in,
    invite,
    leave,
    register,
    set_password,
    sign_in,
)
from tests.journeys.test_thin_road import mails_about

pytestmark = pytest.mark.slow
ARTICLE, PIECES = "W1A53A", 2
RULE = "Printers of the plant"
DIRECTOR, REQUESTER, APPROVER = (f"{who}@road.example" for who in ("director", "requester", "approver"))
COMPANY = {  # requisites of domain.md section 3
    "kind": "company",
    "inn": "7830002293",
    "kpp": "783001001",
    "ogrn": "1027700132195",
    "name": "ООО «Долгая дорога»",
    "legal_address": "191060, Санкт-Петербург, Смольный проезд, 1",
    "full_name": "Дарья Дорожная",
    "email": DIRECTOR,
    "phone": "+7 812 000-00-01",
}


def give_terms(manager: Visitor) -> None:
    """Thirty days after shipment, up to a million."""
    page = manager.page
    manager.open(f"/admin/accounts/contract/?q={COMPANY['name']}")
    page.locator("#result_list tbody th a").first.click()
    page.fill("[name=prepayment_percent]", "0")
    page.fill("[name=deferral_days]", "30")
    page.locator("[name=_continue]").click()
    page.locator(".object-tools a[href$='/limit/']").click()
    page.locator("form.verb input:not([type=hidden]):not([type=submit])").first.fill("1000000")
    for words in page.locator("form.verb textarea, form.verb input[name=reason]").all():
        words.fill("A new customer")
    page.locator("form.verb input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def make_rule(visitor: Visitor) -> None:
    """Approvers first, then administrators, for orders from 10 000 ₽."""
    page = visitor.page
    visitor.open("/company/approval-rules/")
    page.locator(".page-h a.pri").click()
    page.fill("input[name=name]", RULE)
    page.fill("input[name=total_from]", "10000")
    page.check("input[name=who_1][value='role:approver']")
    page.locator("#who summary").nth(1).click()
    page.check("input[name=who_2][value='role:administrator']")
    page.locator("main form button.pri").click()
    expect(page.locator("main")).to_contain_text(RULE)


def order_of(page: Page) -> str:
    """The number of the order on whose page one is."""
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    found = re.search(r"/orders/(\d+)/", page.url)
    assert found
    return found[1]


def request_goods(requester: Visitor) -> str:
    """Puts a product into the cart by its article and sends it; the page says who will be asked."""
    page = requester.page
    requester.open("/cart/")
    page.fill("input[name=line]", f"{ARTICLE} {PIECES}")
    page.press("input[name=line]", "Enter")
    expect(page.locator("#order-approval")).to_contain_text(RULE)
    page.locator("#checkout button.pri").click()
    number = order_of(page)
    expect(page.locator(".page-h .badge")).to_contain_text("на согласовании")
    return number


def swap_and_approve(approver: Visitor, number: str) -> None:
    """Takes an analogue in place of the first line, and says yes."""
    page = approver.page
    approver.open("/approvals/")
    page.locator("#mine a.pn", has_text=number).click()
    page.locator("#goods a[href*='/change/']").first.click()
    page.locator("#swap form button").first.click()
    order_of(page)
    expect(page.locator("#goods tbody tr").first).not_to_contain_text(f"{ARTICLE}HP")
    expect(page.locator("#goods tbody tr").first).to_contain_text("вместо")
    page.locator("#approval button.pri").click()
    expect(page.locator("#approval button.pri")).to_have_count(0)


def approve_by_link(browser: Browser, shop: Shop, number: str) -> Visitor:
    """The second level says yes by the link of the mail, in a browser that runs no script and is not signed in."""

    def asking(mails: list[EmailMessage]) -> list[EmailMessage]:
        return [mail for mail in mails if mail["To"] == DIRECTOR and found_in(mail, r"/approvals/by-link/\S+")]

    mail = mails_about(shop, number, asking)[-1]
    visitor = visit(browser, shop, java_script_enabled=False)
    visitor.open(found_in(mail, r"/approvals/by-link/\S+")[0])
    expect(visitor.page.locator("main")).to_contain_text(number)
    visitor.page.locator("form button.pri").click()
    expect(visitor.page.locator("form button.pri")).to_have_count(0)
    expect(visitor.page.locator("main")).to_contain_text(number)
    return visitor


def test_from_registration_to_an_order_on_credit(browser: Browser, shop: Shop) -> None:
    stranger = visit(browser, shop, locale="ru-RU")
    register(stranger, COMPANY)
    manager = sign_in(browser, shop, MANAGER)
    approve(manager, COMPANY["name"])
    give_terms(manager)

    director = set_password(browser, shop, DIRECTOR)
    invite(director, REQUESTER, "Роман Проситель", "requester")
    invite(director, APPROVER, "Анна Решающая", "approver")
    make_rule(director)
    requester, approver = (set_password(browser, shop, email) for email in (REQUESTER, APPROVER))

    number = request_goods(requester)
    swap_and_approve(approver, number)
    by_mail = approve_by_link(browser, shop, number)

    page = requester.page
    page.reload()
    expect(page.locator(".page-h .badge")).to_contain_text("оформлен")
    expect(page.locator("#terms")).to_contain_text("30")
    expect(page.locator("#history")).to_contain_text("заменён на")
    expect(page.locator("#history li", has_text="Согласовано, уровень")).to_have_count(2)
    director.open("/money/")
    expect(director.page.locator("main")).to_contain_text(number)
    leave(stranger, manager, director, requester, approver, by_mail)
