"""A price list is published while a cart stands open: the buyer sees what changed, accepts it, and gets a letter."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.test_awaited import order_number
from tests.journeys.test_thin_road import empty_cart, mails_about

pytestmark = pytest.mark.slow
ARTICLE, BRAND = "CF230X", "HP"
# two prices, so that each walk finds the other one; in any language
PRICES = (("9111.50", re.compile("9.111.50")), ("9222.50", re.compile("9.222.50")))


def publish(shop: Shop, folder: Path, price: str) -> None:
    """What staff do with a file of one row."""
    file = folder / "prices.csv"
    file.write_text(f"Артикул;Бренд;Цена\n{ARTICLE};{BRAND};{price}\n", encoding="utf-8")
    shop.manage("import_prices", str(file), "--price-list", "opt-2", "--publish", "--json")


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def shopper(request: pytest.FixtureRequest, browser: Browser, shop: Shop) -> Iterator[Visitor]:
    """A buyer whose empty cart is open; Chromium calls an answer of 409 an error, and so it is meant."""
    visitor = visit(browser, shop, java_script_enabled=request.param)
    visitor.sign_in()
    empty_cart(visitor)
    yield visitor
    visitor.page.context.close()
    assert all("409" in words for words in visitor.complaints)


def test_changed_prices_are_shown_and_accepted(shopper: Visitor, shop: Shop, tmp_path: Path) -> None:
    page = shopper.page
    page.fill("#quick-line", f"{ARTICLE} 2")
    page.locator("#quick-add button").click()
    expect(page.locator("#goods tbody tr")).to_have_count(1)
    was = page.locator("#goods tbody td.gd").inner_text()
    price, becomes = PRICES[bool(PRICES[0][1].search(was))]
    publish(shop, tmp_path, price)
    send = page.locator("#checkout button.pri")
    words = send.inner_text()
    send.click()
    changed = page.locator("#changed tbody tr")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text(ARTICLE)
    expect(changed).to_contain_text(becomes)
    expect(send).not_to_have_text(words)  # it accepts the new prices now
    send.click()
    order_number(page)
    expect(page.locator("#goods tbody tr").first).to_contain_text(becomes)
    assert mails_about(shop, ARTICLE, lambda mails: [mail for mail in mails if "/prices/changes/" in text_of(mail)])


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""
