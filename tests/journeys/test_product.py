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
    expect(page.locator("tr.sub")).not_to_have_count(0)
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


def test_what_comes_stands_on_the_phone_too(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, viewport={"width": 390, "height": 844})
    visitor.sign_in()
    visitor.open("/search/?q=CF259X")
    expect(visitor.page.locator("#results tr.hit td.c-st time")).to_be_visible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.page.locator("#results tr.hit a.pn").click()
    expect(visitor.page.locator(".buy .list time").last).to_be_visible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not visitor.complaints


def test_pictures_and_papers_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False)
    visitor.sign_in()
    page = visitor.page
    visitor.open("/search/?q=CF259X")
    with page.expect_response(re.compile("/files/")) as drawn:
        page.locator("#results tr.hit a.pn").click()
    assert drawn.value.status == 200
    assert drawn.value.headers["content-type"] == "image/svg+xml"
    expect(page.locator(".reel img").first).to_be_visible()
    with page.expect_download() as saved:
        page.locator("#files li a").first.click()
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    assert not visitor.complaints


EVIL = """
from b2b_portal.core.files import store_file
from catalog.models import Product, ProductFile
evil = b"<svg xmlns='http://www.w3.org/2000/svg'><script>document.documentElement.id = 'ran'</script></svg>"
product = Product.objects.get(article="CF259A", brand__name="HP")
file = store_file(evil, name="evil.svg", content_type="image/svg+xml")
one = ProductFile.objects.create(product=product, kind="picture", title="Evil", position=9, file=file)
print(f"/products/{product.uid}/files/{one.uid}/")
"""


def test_a_drawing_opened_by_its_address_runs_nothing(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop)
    visitor.sign_in()
    address = shop.manage("shell", "--no-imports", "-c", EVIL).strip().splitlines()[-1]
    visitor.open(address)
    assert visitor.page.evaluate("document.documentElement.tagName") == "svg"
    assert visitor.page.evaluate("document.documentElement.id") == ""
    assert any("script" in said for said in visitor.complaints)  # the browser says that it refused
