"""The search box and the rows below it by keyboard alone: in the English layout and in the Russian one.

What is checked are articles and figures: the words are those of whoever signs in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.slow
SHIFT = 8


def press(page: Page, code: str, key: str, *, shift: bool = False) -> None:
    """A real key press as another keyboard layout sends it: Playwright's own keyboard is American."""
    keyboard = page.context.new_cdp_session(page)
    facts = {"code": code, "key": key, "modifiers": SHIFT if shift else 0}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **facts})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **facts})
    keyboard.detach()


def empty_cart(visitor: Visitor) -> None:
    visitor.open("/cart/")
    remove = visitor.page.locator("#cart td.gf button")
    while left := remove.count():
        remove.first.click()
        expect(remove).to_have_count(left - 1)


def test_ctrl_enter_adds_the_exact_hit_with_its_quantity(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    visitor.open("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("CF259X 5")
    page.keyboard.press("Control+Enter")  # at once, before any panel came
    expect(page.locator("#toasts .toast")).to_contain_text("CF259X, 5")
    expect(page.locator("#cart-chip.is-empty")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    assert page.url == visitor.shop.address + "/"  # the page stayed
    page.locator("#toasts .toast form button").click()
    expect(page.locator("#cart-chip.is-empty")).to_have_count(1)

    page.keyboard.press("Escape")
    page.locator("#q").fill("cf259x 7")
    expect(page.locator("#find-list [data-exact]")).to_have_attribute("data-quantity", "7")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .toast").last).to_contain_text("CF259X, 7")


def test_ctrl_enter_says_why_nothing_was_added(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    visitor.open("/search/")
    page.fill("#q", "CF259")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .toast.bad")).to_contain_text("CF259")
    expect(page.locator("#cart-chip.is-empty")).to_have_count(1)
    page.fill("#q", "mva20-1-016-c 5")  # sold by the box of 12
    with page.expect_response(re.compile("/cart/add/")) as refused:
        page.keyboard.press("Control+Enter")
    assert refused.value.status == 422
    expect(page.locator("#toasts .toast.bad").last).to_contain_text("12")
    expect(page.locator("#cart-chip.is-empty")).to_have_count(1)
    visitor.complaints.clear()  # the browser reports the 422 that we asked for


def test_ctrl_enter_adds_the_option_chosen_with_the_arrows(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    visitor.open("/search/")
    page.fill("#q", "CF259X")
    expect(page.locator("#find-list [role=option]").nth(1)).to_be_visible()
    article = page.locator("#find-list [role=option]").nth(1).locator(".art").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .toast")).to_contain_text(f"{article}, 1")


def test_the_russian_layout_has_the_same_keys(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    visitor.open("/search/")
    press(page, "Slash", ".")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text("са259ч 5")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts .toast")).to_contain_text("CF259X, 5")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?"))
    expect(page.locator("#results .note.hit")).to_contain_text("CF259X")
    row = page.locator("#results tbody tr").first
    expect(row.locator(".step input")).to_have_value("5")

    press(page, "KeyJ", "о")
    expect(row).to_have_class(re.compile(r"\bcur\b"))
    press(page, "KeyA", "ф")
    expect(page.locator("tr.sub").first).to_be_visible()
    press(page, "KeyJ", "о")
    expect(page.locator("tr.sub").first).to_have_class(re.compile(r"\bcur\b"))
    press(page, "KeyK", "л")
    expect(row).to_have_class(re.compile(r"\bcur\b"))
    page.keyboard.press("+")
    expect(row.locator(".step input")).to_have_value("6")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts .toast").last).to_contain_text("CF259X, 6")
    press(page, "Slash", ",", shift=True)
    expect(page.locator("dialog#keys")).to_be_visible()
    expect(page.locator("dialog#keys")).to_contain_text("Ctrl Enter")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_enter_in_the_box_opens_results_and_on_a_row_adds(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    visitor.open("/")
    page.keyboard.press("/")
    page.keyboard.type("cs-cf259x")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=cs-cf259x"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts .toast")).to_contain_text("CS-CF259X, 1")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
