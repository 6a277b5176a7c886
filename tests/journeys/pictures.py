"""Pictures of the product for docs/, made by one command: ./run test tests/journeys/pictures.py"""

import pytest
from playwright.sync_api import Browser

from b2b_portal.embedded.folder import ROOT
from tests.journeys.conftest import Shop, visit

pytestmark = pytest.mark.slow


def test_picture_of_the_search(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, locale="ru-RU", viewport={"width": 1440, "height": 900})
    visitor.sign_in()
    visitor.open("/search/?q=картридж")
    visitor.page.screenshot(path=ROOT / "docs" / "search.png")
    visitor.page.context.close()
