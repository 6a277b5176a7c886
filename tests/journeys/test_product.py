"""From a hit to its analogues and to the product's page: with the keyboard alone, and without script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shop, visit

pytestmark = pytest.mark.slow


def test_analogues_and_the_product_by_keyboard(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, locale="en-US")
    visitor.sign_in()
    page = visitor.page
    visitor.open("/search/?q=CF259X")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("tr.sub")).to_have_count(3)
    assert "analogues=" in page.url
    page.keyboard.press("j")
    expect(page.locator("tr.sub").first).to_have_class(re.compile(r"\bcur\b"))
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator("tr.sub")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("#find-list [role=option]").first).to_contain_text("CF259X")  # else its request is given up
    page.keyboard.type("mva20-1-016-c")
    expect(page.locator("#find-list [role=option]").first).to_contain_text("MVA20-1-016-C")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("MVA20-1-016-C")
    page.locator(".buy .step input").fill("144")
    page.keyboard.press("Tab")
    expect(page.locator("#price tr.on th")).to_contain_text("120")
    page.locator("#own-code summary").press("Enter")
    page.locator("#own-code input[name=own_code]").fill("AVT-16")
    page.keyboard.press("Enter")
    expect(page.locator("#own-code > .art")).to_have_text("AVT-16")
    assert not visitor.complaints


def test_analogues_and_the_own_code_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False, locale="en-US")
    visitor.sign_in()
    page = visitor.page
    visitor.open("/search/?q=CF259X")
    page.locator("a.unfold").first.click()
    page.locator("tr.sub a.pn").first.click()
    page.locator(".buy button.pri").click()
    expect(page.locator("#cart-chip")).to_contain_text("₽")
    page.locator("#own-code summary").click()
    page.locator("#own-code input[name=own_code]").fill("X-1")
    page.locator("#own-code button").click()
    expect(page.locator("#own-code > .art")).to_have_text("X-1")
