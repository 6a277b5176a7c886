"""The buyer cancels his order by himself, wholly or by line: in a dialog, and on a page where there is no script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit

pytestmark = pytest.mark.slow
ARTICLE = "SMBJ6.0CA"
CANCEL = "[data-open=cancel-order]"
CANCEL_LINE = "#goods [data-open=cancel-line]"


def place_order(visitor: Visitor) -> Page:
    """Orders one article by the forms alone, so that it works without script too."""
    page = visitor.page
    visitor.sign_in()
    visitor.open(f"/search/?q={ARTICLE}")
    add = page.locator("#results tbody tr").first.locator(".c-ad button")
    if page.evaluate("typeof htmx === 'object'"):
        with page.expect_response("**/cart/add/"):  # the chip says nothing where an earlier journey left a line
            add.click()
    else:
        add.click()
    visitor.open("/cart/")
    page.locator("#checkout button.pri").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    return page


def expect_cancelled(page: Page, reason: str) -> None:
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator(".page-h .badge.bad")).to_be_visible()
    expect(page.locator("#history")).to_contain_text(reason)
    expect(page.locator(CANCEL)).to_have_count(0)


def test_cancellation_in_the_dialog(visitor: Visitor) -> None:
    page = place_order(visitor)
    dialog = page.locator("dialog#cancel-order")
    page.locator(CANCEL).click()
    expect(dialog).to_be_visible()
    dialog.locator("footer [data-close]").click()
    expect(dialog).not_to_be_visible()
    expect(page.locator(".page-h .badge.bad")).to_have_count(0)
    page.locator(CANCEL).click()
    dialog.locator("#cancel-reason").fill("Found an analogue")
    dialog.locator("button[form=cancel-form]").click()
    expect_cancelled(page, "Found an analogue")


def test_cancellation_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False)
    page = place_order(visitor)
    page.locator(CANCEL).click()
    page.wait_for_url(re.compile(r"/orders/\d+/cancel/$"))
    page.locator("#cancel-reason").fill("Ordered twice")
    page.locator("button[form=cancel-form]").click()
    expect_cancelled(page, "Ordered twice")
    page.context.close()


def test_cancellation_of_a_line_in_the_dialog(visitor: Visitor) -> None:
    page = place_order(visitor)
    dialog = page.locator("dialog#cancel-line")
    page.locator(CANCEL_LINE).click()
    expect(dialog).to_contain_text(ARTICLE)
    dialog.locator("#cancel-line-reason").fill("Not this one")
    dialog.locator("button[type=submit]").click()
    expect_cancelled(page, "Not this one")  # it was the only line
    expect(page.locator(CANCEL_LINE)).to_have_count(0)


def test_cancellation_of_a_line_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False)
    page = place_order(visitor)
    page.locator(CANCEL_LINE).click()
    page.wait_for_url(re.compile(r"/orders/\d+/lines/[0-9a-f-]+/cancel/$"))
    page.locator("#cancel-line-reason").fill("Ordered twice")
    page.locator("#cancel-line-ask button[type=submit]").click()
    expect_cancelled(page, "Ordered twice")
    page.context.close()
