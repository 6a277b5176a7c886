"""A search finds nothing, the manager is asked from its page, and answers from the admin: with script and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shop, Visitor, visit

pytestmark = pytest.mark.slow
ARTICLE = "ZZQ-KVR32-NOSUCH"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def people(request: pytest.FixtureRequest, browser: Browser, shop: Shop) -> Iterator[tuple[Visitor, Visitor]]:
    """The buyer and the manager, each in a browser of his own."""
    both = tuple(visit(browser, shop, java_script_enabled=request.param) for _ in range(2))
    both[0].sign_in("buyer@demo.example")
    both[1].sign_in("manager@demo.example")
    yield both[0], both[1]
    for visitor in both:
        visitor.page.context.close()
    assert not [complaint for visitor in both for complaint in visitor.complaints]


def test_nothing_found_is_asked_and_answered(people: tuple[Visitor, Visitor], request: pytest.FixtureRequest) -> None:
    buyer, manager = people
    article = f"{ARTICLE}-{len(request.node.name)}"
    buyer.open(f"/search/?q={article}+10")
    box = buyer.page.locator("#ask textarea")
    expect(box).to_have_value(re.compile(rf"{article}\b.*\b10\b"))
    buyer.page.locator("#ask button").click()
    expect(buyer.page).to_have_url(f"{buyer.shop.address}/messages/")
    expect(buyer.page.locator(".thread")).to_contain_text(article)

    manager.open("/admin/orders/thread/")
    manager.page.get_by_role("link", name="Лесной меридиан").first.click()
    expect(manager.page.locator("#content")).to_contain_text(article)
    manager.page.fill("#answer textarea", f"Есть замена для {article}")
    manager.page.locator("#answer input[type=submit]").click()
    expect(manager.page.locator("#content")).to_contain_text(f"Есть замена для {article}")

    buyer.open("/messages/")
    expect(buyer.page.locator(".thread li").last).to_contain_text(f"Есть замена для {article}")
