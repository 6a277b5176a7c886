"""A rule of two levels, a request, a line swapped by the first, a yes by the link of a mail, an order on credit."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.test_thin_road import empty_cart, mails_about

pytestmark = pytest.mark.slow
ARTICLE, PIECES = "W1A53A", 2
RULE = "Printers of the plant"
REQUESTER, APPROVER, ADMINISTRATOR = (f"{role}@ural.example" for role in ("requester", "approver", "administrator"))


def sign_in(browser: Browser, shop: Shop, email: str) -> Visitor:
    visitor = visit(browser, shop)
    visitor.sign_in(email)
    return visitor


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
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    found = re.search(r"/orders/(\d+)/", page.url)
    assert found
    return found[1]


def link_to(mails: list[EmailMessage], reader: str) -> list[str]:
    """The links of decision in the mails to a reader."""
    bodies = [mail.get_body(("plain",)) for mail in mails if mail["To"] == reader]
    return [link for body in bodies if body for link in re.findall(r"/approvals/by-link/\S+", body.get_content())]


def test_a_request_is_swapped_approved_twice_and_ordered_on_credit(browser: Browser, shop: Shop) -> None:
    administrator = sign_in(browser, shop, ADMINISTRATOR)
    make_rule(administrator)

    requester = sign_in(browser, shop, REQUESTER)
    empty_cart(requester)
    page = requester.page
    requester.open("/cart/")
    page.fill("input[name=line]", f"{ARTICLE} {PIECES}")
    page.press("input[name=line]", "Enter")
    asked = page.locator("#order-approval")
    expect(asked).to_contain_text(RULE)
    page.locator("#checkout button.pri").click()
    number = order_of(page)
    expect(page.locator(".page-h .badge")).to_contain_text("на согласовании")

    approver = sign_in(browser, shop, APPROVER)
    approver.open("/approvals/")
    approver.page.locator("#mine a.pn", has_text=number).click()
    approver.page.locator("#goods a[href*='/change/']").first.click()
    approver.page.locator("#swap form button").first.click()
    order_of(approver.page)
    expect(approver.page.locator("#goods tbody tr").first).not_to_contain_text(f"{ARTICLE}HP")
    expect(approver.page.locator("#goods tbody tr").first).to_contain_text("вместо")
    approver.page.locator("#approval button.pri").click()
    expect(approver.page.locator("#approval button.pri")).to_have_count(0)

    link = mails_about(shop, number, lambda mails: link_to(mails, ADMINISTRATOR))[-1]  # type: ignore[arg-type]
    by_mail = visit(browser, shop, java_script_enabled=False)
    by_mail.open(link)
    expect(by_mail.page.locator("main")).to_contain_text(number)
    by_mail.page.locator("form button.pri").click()
    expect(by_mail.page.locator("main")).to_contain_text("The order is placed")

    page.reload()
    expect(page.locator(".page-h .badge")).to_contain_text("оформлен")
    expect(page.locator("#terms")).to_contain_text("30")
    expect(page.locator("#history")).to_contain_text("заменён на")
    expect(page.locator("#history li", has_text="Согласовано, уровень")).to_have_count(2)
    administrator.open("/money/")
    expect(administrator.page.locator("main")).to_contain_text(number)
    for visitor in (administrator, requester, approver, by_mail):
        visitor.page.context.close()
        assert not visitor.complaints
