"""A manager loads a price file, sees what it would change, publishes it, and takes it back; a buyer sees each price."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit

pytestmark = pytest.mark.slow
ARTICLE, BRAND, PRICE = "TK-1170", "Kyocera", re.compile(r"5.432,10")
# what such a file is like: a title above the headings, Windows letters, sums with words, one row that nobody can read
TEXT = f"Прайс на ноябрь;;\n\nПроизводитель;Артикул;Цена с НДС\n{BRAND};{ARTICLE};5 432,10 руб.\nHP;CF259X;дорого\n"


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def manager(request: pytest.FixtureRequest, browser: Browser, shop: Shop) -> Iterator[Visitor]:
    visitor = visit(browser, shop, java_script_enabled=request.param)
    visitor.sign_in("manager@demo.example")
    yield visitor
    visitor.page.context.close()
    assert not visitor.complaints


@pytest.fixture
def shopper(browser: Browser, shop: Shop) -> Iterator[Visitor]:
    visitor = visit(browser, shop)
    visitor.sign_in()
    yield visitor
    visitor.page.context.close()


def reload_until(page: Page, words: str) -> None:
    """As a person without script does: looks again until the page says so."""
    deadline = time.monotonic() + 60
    while not page.get_by_text(words).count():
        assert time.monotonic() < deadline, page.locator("#content").inner_text()
        page.reload()


def test_a_price_file_is_loaded_published_and_taken_back(
    manager: Visitor, shopper: Visitor, shop: Shop, tmp_path: Path
) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(TEXT.encode("cp1251"))
    page = manager.page
    manager.open("/admin/catalog/importbatch/add/")
    page.set_input_files("input[name=file]", file)
    page.select_option("select[name=price_list]", label="Опт-2")
    page.locator("#content input[type=submit]").click()
    expect(page.locator("#content")).to_contain_text("5 432,10 руб.")
    page.get_by_role("button", name="Прочитать и сравнить").click()
    reload_until(page, "готово к публикации")
    rows = page.locator("#content")
    expect(rows).to_contain_text(ARTICLE)
    expect(rows).to_contain_text("C5")  # the cell that cannot be read
    page.get_by_role("link", name="Опубликовать").click()
    page.locator("#content input[type=submit]").last.click()
    reload_until(page, "опубликовано")
    shopper.open(f"/search/?q={ARTICLE}")
    expect(shopper.page.locator("#results")).to_contain_text(PRICE)

    page.get_by_role("link", name="Версии прайс-листа").click()
    page.get_by_role("link", name="Отменить").first.click()
    page.locator("#content input[type=submit]").click()
    reload_until(page, "Версия отменена.")
    shopper.open(f"/search/?q={ARTICLE}")
    expect(shopper.page.locator("#results")).not_to_contain_text(PRICE)
