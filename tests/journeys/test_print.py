"""An order on paper: A4, all columns, nothing to press."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.test_cancellation import place_order

pytestmark = pytest.mark.slow
A4_WIDTH_PX = 718  # 210 mm less two margins of 10 mm, at 96 dots an inch
CHROME = (".bar", ".strip", ".statusline", ".page-h .actions", "#goods .btn", "#papers .btns")


def test_order_prints_whole_and_without_chrome(visitor: Visitor) -> None:
    page = place_order(visitor)
    expect(page.locator("[data-print]")).to_be_visible()
    page.locator("#papers .btns").wait_for()
    columns = page.locator("#goods thead th:not(.no-print)").count()
    page.set_viewport_size({"width": A4_WIDTH_PX, "height": 1000})
    page.emulate_media(media="print")
    for part in CHROME:
        for found in page.locator(part).all():
            expect(found).not_to_be_visible()
    expect(page.locator(".print-only")).to_be_visible()
    expect(page.locator("#goods thead th:visible")).to_have_count(columns)
    assert page.evaluate("document.querySelector('#goods table').scrollWidth") <= A4_WIDTH_PX
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
