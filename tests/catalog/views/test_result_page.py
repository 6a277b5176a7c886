"""The page of results: ticks, orders, pages, sections and the workbook."""

import re
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.factories import make_price, make_product

pytestmark = pytest.mark.django_db
PAGE = "/search/"
PART = {"HX-Request": "true"}


def page(client: Client, query: str = "CF259X", **more: str) -> str:
    response = client.get(PAGE, {"q": query, **more})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_next_page_is_a_link_and_ends(buyer_client: Client) -> None:
    for place in range(25):
        make_product(f"CF259X-{place:02}")
    first = page(buyer_client, sort="name")
    assert first.count("<tr id=") == 20
    found = re.search(r'rel="next" href="[^"]*after=([-0-9a-f]+)"', first)
    assert found
    second = page(buyer_client, sort="name", after=found[1])
    assert second.count("<tr id=") == 5
    assert 'rel="next"' not in second
    assert "To the beginning" in second
    assert not set(re.findall(r"CF259X-\d\d", first)) & set(re.findall(r"CF259X-\d\d", second))


@pytest.mark.parametrize("after", ["0", "-1", "1" * 30, "x", "²", "", "1e9"])
def test_odd_parameters_are_the_first_page(buyer_client: Client, after: str) -> None:
    make_product("CF259X")
    assert "CF259X" in page(buyer_client, after=after, sort="company__credit_limit", page="1000000000000000000")
    assert buyer_client.get(f"{PAGE}?q=a&q=CF259X&sort=price&sort=x&stock=9&brand=%00&section=1").status_code == 200


def test_ticks_narrow_the_rows_and_stand_above_them(buyer_client: Client) -> None:
    make_product("CF259X", brand="HP")
    make_product("CS-CF259X", brand="Cactus")
    text = page(buyer_client, brand="Cactus")
    assert text.count("<tr id=") == 1
    assert 'aria-label="Without Cactus"' in text
    assert re.search(r'name="brand" value="Cactus" checked>Cactus<span class="q">1</span>', text)
    assert 'name="brand" value="HP">HP<span class="q">1</span>' in text


def test_a_tick_answers_with_the_rows_and_the_counts_beside_them(buyer_client: Client) -> None:
    make_product("CF259X")
    make_product("CS-CF259X", brand="Cactus")
    answer = buyer_client.get(PAGE, {"q": "CF259X", "brand": "HP"}, headers={**PART, "HX-Target": "found"})
    text = answer.content.decode()
    assert '<div id="found">' in text
    assert 'id="results"' not in text
    assert all(re.search(f'id="{one}"[^>]* hx-swap-oob="true"', text) for one in ("counts", "facet-groups", "ordering"))


def test_ticks_that_leave_nothing_say_so_and_can_be_cleared(buyer_client: Client) -> None:
    make_product("CF259X")
    text = page(buyer_client, brand="Nobody")
    assert "Nothing is left under these filters" in text
    assert 'href="/search/?q=CF259X"' in text


def test_a_section_is_a_page_without_a_query(buyer_client: Client) -> None:
    product = make_product("CF259X")
    assert f"?section={product.category.uid}" in page(buyer_client, "")
    text = buyer_client.get(PAGE, {"section": str(product.category.uid)}).content.decode()
    assert "<h1>Cartridges</h1>" in text
    assert text.count("<tr id=") == 1


def test_the_bounds_of_prices_are_the_companys(buyer_client: Client) -> None:
    make_price(make_product("CF259X"), "80.50")
    make_price(make_product("CF259XC"), "120.10")
    text = buyer_client.get("/search/prices/", {"q": "CF259X"}).content.decode()
    assert 'placeholder="80"' in text
    assert 'placeholder="121"' in text


def test_what_was_found_is_taken_as_a_workbook_with_prices(buyer_client: Client) -> None:
    make_price(make_product("CF259X"), "80.50")
    make_product("CF259XC", brand="Cactus")
    answer = buyer_client.get("/search/take/", {"q": "CF259X", "brand": "HP"})
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    articles = [row for row in sheet if "CF259X" in row]
    assert len(articles) == 1
    assert 80.5 in articles[0] or "80.50" in articles[0]
    assert not any("CF259XC" in row for row in sheet)


def test_too_much_is_not_taken(buyer_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.views.search_take.MOST_AT_ONCE", 1)
    make_product("CF259X")
    make_product("CF259XC")
    answer = buyer_client.get("/search/take/", {"q": "CF259X"}, follow=True)
    assert answer.redirect_chain == [("/search/?q=CF259X", 302)]
    assert "More than 1 products are found" in answer.content.decode()
