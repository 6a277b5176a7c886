"""The whole road of an order that is not wholly in stock, walked by a buyer and by staff, and by the keyboard alone."""

import re
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.test_thin_road import empty_cart, mails_about, search_for

pytestmark = pytest.mark.slow
# each walk wants goods of its own, as all share one shop
AWAITED, BY_KEYS, WITHOUT_SCRIPT = "0302180", "CE285A", "W1106A"
PIECES = 100_000  # more than there ever is
OF_ALL = re.compile("100.000")  # "reserved 45 of 100 000"
ADMIN = "admin@demo.example"


def fill_cart(visitor: Visitor, article: str) -> Page:
    """Wants more than is there, and agrees to await the rest."""
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    search_for(page, article)
    page.locator("#results tbody tr").first.locator(".c-ad button").click()
    has_script = page.evaluate("typeof htmx === 'object'")
    if has_script:
        expect(page.locator("#cart-chip.is-empty")).to_have_count(0)
    visitor.open("/cart/")
    page.fill("#goods input[name=quantity]", str(PIECES))
    if has_script:
        page.keyboard.press("Tab")
    else:
        page.locator("#goods td.ge noscript button").click()
    page.locator("input[name=may_await]").check()
    return page


def order_number(page: Page) -> str:
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    return re.search(r"/orders/(\d+)/", page.url)[1]


def to_buyer(mails: list[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if mail["To"] == "buyer@demo.example"]


def receive(browser: Browser, shop: Shop, article: str, pieces: int) -> None:
    """What staff do when a truck has come."""
    staff = visit(browser, shop)
    staff.sign_in(ADMIN)
    page = staff.page
    staff.open(f"/admin/catalog/product/?q={article}")
    page.locator("#result_list tbody th a").first.click()
    page.locator("a[href$='/receive/']").click()
    page.select_option("select[name=warehouse]", index=1)
    page.fill("input[name=quantity]", str(pieces))
    page.locator("form button[type=submit], form input[type=submit]").last.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.context.close()


def test_awaited_goods_from_the_cart_to_their_receipt(browser: Browser, shop: Shop, visitor: Visitor) -> None:
    page = fill_cart(visitor, AWAITED)
    page.locator("#checkout button.pri").click()
    number = order_number(page)
    state = page.locator("#goods tbody tr").first.locator(".gc .badge")
    expect(state).to_contain_text(OF_ALL)
    entries = page.locator("#history li, #history tr").count()
    expect(page.locator("#papers a[href*='/documents/']").first).to_be_visible(timeout=30_000)  # for the whole order

    receive(browser, shop, AWAITED, PIECES)
    page.reload()
    expect(state).not_to_contain_text(OF_ALL)
    # confirmation, invoice, and that the awaited goods are here
    mails_about(shop, number, lambda mails: told if len(told := to_buyer(mails)) == 3 else [])
    page.reload()
    assert page.locator("#history li, #history tr").count() > entries


def test_the_road_by_keyboard_alone(browser: Browser, shop: Shop) -> None:
    """No mouse: from the sign-in to a sent order, with the keys that the status line names."""
    visitor = visit(browser, shop)
    visitor.sign_in()
    empty_cart(visitor)
    page, keys = visitor.page, visitor.page.keyboard
    visitor.open("/")
    keys.press("/")
    keys.type("ce-285 a")
    keys.press("Control+Enter")
    expect(page.locator("#toasts .toast").first).to_contain_text(BY_KEYS)
    expect(page.locator("#cart-chip.is-empty")).to_have_count(0)
    keys.press("Escape")
    page.evaluate("document.activeElement.blur()")
    keys.press("g")
    keys.press("c")
    page.wait_for_url(re.compile(r"/cart/$"))
    button = page.locator("#checkout button.pri")
    for _ in range(80):
        if button.evaluate("button => button === document.activeElement"):
            break
        keys.press("Tab")
    expect(button).to_be_focused()
    keys.press("Enter")
    order_number(page)
    page.context.close()
    assert not visitor.complaints


def test_delivery_and_awaiting_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False)
    page = fill_cart(visitor, WITHOUT_SCRIPT)
    page.locator("input[name=delivery]").last.check()
    page.fill("input[name=buyer_number]", "PO-2026/77")
    page.locator("#checkout button.pri").click()
    order_number(page)
    expect(page.locator("#goods tbody tr .gc .badge").first).to_contain_text(OF_ALL)
    expect(page.locator("main")).to_contain_text("PO-2026/77")
    page.context.close()
    assert not visitor.complaints
