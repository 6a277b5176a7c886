"""Every page on a desk and a phone, light and dark: no WCAG AA violation, no CSP complaint, no sideways scrolling."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Shop, Visitor, visit

pytestmark = pytest.mark.slow
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
CABINET = (
    "/",
    "/search/",
    "/search/?q=smbj6.0ca",
    "/search/?q=smbj",
    "/search/?q=nothing-is-called-so-at-all",
    "{product}",
    "/cart/",
    "/addresses/",
    "/addresses/add/?next=/cart/",
    "/orders/",
    "{order}",
    "/documents/",
    "/profile/",
    "/account/password/change/",
    "/account/2fa/",
    "/nowhere/",
)
PUBLIC = (
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-x/",
    "/account/signup/",
    "/register/",
    "/register/sent/",
)
STAFF = (
    "/gallery/",
    "/admin/",
    "/admin/accounts/company/",
    "/admin/accounts/company/1/change/",
    "/admin/accounts/company/1/invite/",
    "/admin/accounts/contract/1/change/",
    "/admin/catalog/product/",
    "/admin/catalog/product/import/",
    "/admin/catalog/product/export/",
    "/admin/catalog/transit/add/",
    "/admin/catalog/backorder/",
    "/admin/orders/deliverymethod/add/",
    "/admin/orders/history/",
    "/admin/accounts/token/",
    "/admin/catalog/stock/",
    "/admin/catalog/analogue/",
    "/admin/orders/order/",
    "/admin/documents/document/",
    "/admin/core/mail/",
    "/admin/core/delivery/",
    "/admin/core/job/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_cabinet_pages_are_accessible(browser: Browser, shop: Shop, size: str, scheme: str) -> None:
    visitor = visit(browser, shop, viewport=SIZES[size], color_scheme=scheme, locale="ru-RU")
    visitor.sign_in()
    check(visitor, [path.format(order=an_order(visitor), product=a_product(visitor)) for path in CABINET])


@pytest.mark.parametrize("size", list(SIZES))
def test_public_pages_are_accessible(browser: Browser, shop: Shop, size: str) -> None:
    check(visit(browser, shop, viewport=SIZES[size]), PUBLIC)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_pages_are_accessible(browser: Browser, shop: Shop, scheme: str) -> None:
    visitor = visit(browser, shop, color_scheme=scheme)
    visitor.sign_in("admin@demo.example")
    check(visitor, STAFF)


def check(visitor: Visitor, paths: "list[str] | tuple[str, ...]") -> None:
    wrong: dict[str, list[str]] = {}
    for path in paths:
        visitor.open(path)
        show_whole(visitor.page)
        said = len(visitor.complaints)
        found = Axe().run(visitor.page, options=WCAG).response["violations"]
        del visitor.complaints[said:]  # axe puts styles of its own onto some pages
        wrong[path] = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[path].append("scrolls sideways")
    visitor.page.context.close()
    complaints = [said for said in visitor.complaints if "404 (Not Found)" not in said]  # /nowhere/ is one on purpose
    assert not {path: said for path, said in wrong.items() if said}
    assert not complaints


def show_whole(page: Page) -> None:
    """Makes the window as tall as the page: what lies under the sticky status line is reached by scrolling."""
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": max(900, page.evaluate("document.documentElement.scrollHeight"))})


def a_product(visitor: Visitor) -> str:
    """The address of a product of the demo that has analogues."""
    visitor.open("/search/?q=CF259X")
    return str(visitor.page.locator("#results tbody a.pn").first.get_attribute("href"))


def an_order(visitor: Visitor) -> str:
    """The address of the newest order; places one when there is none yet."""
    visitor.open("/orders/")
    links = visitor.page.locator("td.ga a")
    if not links.count():
        visitor.open("/search/?q=smbj6.0ca")
        visitor.page.locator("#results tbody tr").first.locator(".c-ad button").click()
        visitor.page.wait_for_selector("#cart-chip:not(.is-empty)")
        visitor.open("/cart/")
        visitor.page.locator("#checkout button.pri").click()
        visitor.page.wait_for_url("**/orders/*/")
        visitor.open("/orders/")
    return str(links.first.get_attribute("href"))
