"""How many SQL queries the page of results costs: the same for one row and for three, in every shape."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from catalog.models import CompanyProduct, PriceList, Product
from tests.factories import (
    make_analogue,
    make_price,
    make_price_list,
    make_product,
    make_rate,
    make_stock,
    make_tier,
    make_transit,
)

pytestmark = pytest.mark.django_db
NOTED = 3  # the query, between savepoints
FRAME = 4  # the session, the person, and the header's two: for whom he acts, his cart
# the search: exact, what begins so, [article among words], [mistakes], words; price lists, counts, sections, makers,
# [the largest section], attributes, ranked hits that are left, [the others], products with own codes, [the nearest],
# price bounds; then links, [the unfolded], stock, transit, prices with the recommended
SHAPES = {
    "CF259X": 12 + 5,
    "картридж": 12 + 5,
    "картридж чёрный": 13 + 5,
    "XF259X": 13 + 5,
    "CF259X 5": 13 + 5,
    "CF259X1234567": 12 + 5,
    "CF259X-1234567": 12 + 5,
}


def full(brand: str, recommended: PriceList, actor: Actor) -> Product:
    """A product of which every column of the table has something to show."""
    product = make_product("CF259X", brand=brand, name="Картридж чёрный")
    make_price(product, "80")
    make_price(product, "1.1", price_list=recommended)
    make_stock(product)
    make_transit(product, 60, timezone.localdate() + timedelta(days=3))
    CompanyProduct.objects.create(company=actor.company, product=product, own_code=brand, key=brand)
    make_analogue(product, make_product(f"CS-{brand}", name="Тонер"))
    return product


@pytest.fixture
def recommended(db: None) -> PriceList:
    """A list in dollars, so that a rate is asked for too."""
    make_rate("USD", "90")
    return make_price_list("rrp", tier=make_tier("rrp", is_recommended=True), currency="USD")


@pytest.mark.parametrize("query", SHAPES)
@pytest.mark.parametrize("several", [1, 3])
def test_the_page_costs_the_same_for_one_row_and_three(
    buyer: Actor,
    buyer_client: Client,
    recommended: PriceList,
    django_assert_num_queries: DjangoAssertNumQueries,
    query: str,
    several: int,
) -> None:
    for number in range(several):
        full(f"B{number}", recommended, buyer)
    with django_assert_num_queries(SHAPES[query] + FRAME + NOTED):
        answer = buyer_client.get("/search/", {"q": query})
    assert answer.content.count(b"<tr id=") >= several


@pytest.mark.parametrize("query", SHAPES)
@pytest.mark.parametrize("several", [1, 3])
def test_unfolding_costs_two_queries_more_however_many_analogues(
    buyer: Actor,
    buyer_client: Client,
    recommended: PriceList,
    django_assert_num_queries: DjangoAssertNumQueries,
    query: str,
    several: int,
) -> None:
    product = full("B0", recommended, buyer)
    for number in range(1, several):
        make_analogue(product, make_product(f"CS-C{number}", name="Тонер"))
    with django_assert_num_queries(SHAPES[query] + 2 + FRAME):
        answer = buyer_client.get("/search/", {"q": query, "analogues": product.uid})
    assert answer.content.count(b'<tr id="p-analogue-') == several


def test_no_shape_costs_more_than_twenty_one() -> None:
    assert max(SHAPES.values()) + 2 <= 20


@pytest.mark.parametrize("several", [1, 3])
def test_the_newest_products(
    buyer: Actor,
    buyer_client: Client,
    recommended: PriceList,
    django_assert_num_queries: DjangoAssertNumQueries,
    several: int,
) -> None:
    for number in range(several):
        full(f"B{number}", recommended, buyer)
    with django_assert_num_queries(
        4 + 4 + FRAME
    ):  # products, recent searches, sections, their goods; stock, transit, lists, prices
        buyer_client.get("/search/")


@pytest.mark.parametrize(("query", "queries"), [("CF259X", 6 + 7), ("CF259X 5", 7 + 7), ("картридж", 6 + 5), ("", 1)])
@pytest.mark.parametrize("several", [1, 3])
def test_the_panel_under_the_box(
    buyer: Actor,
    buyer_client: Client,
    recommended: PriceList,
    django_assert_num_queries: DjangoAssertNumQueries,
    query: str,
    queries: int,
    several: int,
) -> None:
    product = full("B0", recommended, buyer)
    for number in range(1, several):
        make_analogue(product, make_product(f"CS-C{number}", name="Тонер"))
        make_product(f"CF259X-{number}", name="Картридж чёрный")
    with django_assert_num_queries(queries + FRAME - 1):  # nothing of the cart is shown
        buyer_client.get("/search/suggest/", {"q": query})
