"""Which open carts a file of prices would touch, and by how much."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from b2b_portal.core.files import store_file
from catalog.actions.open_import import open_import
from catalog.actions.start_import import start_import
from catalog.enums import ImportKind
from catalog.imports.layout import Layout
from catalog.imports.stage import stage_import
from catalog.models import ImportBatch, PriceList, PriceListCompany
from catalog.queries.imports import import_at_work
from orders.actions.change_cart_line import change_cart_line
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_price_list, make_product, make_stock, make_user
from tests.factories.accounts import make_tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def compared(price_list: PriceList, *rows: str) -> ImportBatch:
    content = "\n".join(("article;price;quantity", *rows)).encode()
    file = store_file(content, name="prices.csv", content_type="text/csv")
    layout = Layout("", 1, 2, {"article": 0, "price": 1, "quantity": 2}, 3, "utf-8-sig", ";")
    said = {"by": SYSTEM, "at": timezone.now()}
    batch = open_import(kind=ImportKind.PRICES, file=file, layout=layout.as_json(), price_list=price_list, **said)
    start_import(batch=batch, by_worker=False, **said)
    stage_import(batch=import_at_work(batch.pk), **said)
    return ImportBatch.objects.get(pk=batch.pk)


def cart(article: str, quantity: int = 2) -> Actor:
    """A buyer of the first tier with one line in his cart."""
    buyer, product = make_actor(), make_product(article)
    make_price(product, "100")
    make_stock(product, 50)
    change_cart_line(product=product, quantity=quantity, by=buyer, at=timezone.now())
    return buyer


def rows_of(client: Client, batch: ImportBatch) -> list[tuple[str, Decimal, Decimal, int]]:
    rows = client.get(reverse("price-impact", args=[batch.uid])).context["rows"]
    return [(row.touched.cart.company.name, row.before, row.after, row.lines) for row in rows]


def test_a_cart_is_told_before_and_after(client: Client) -> None:
    buyer = cart("A1")
    cart("A2")
    batch = compared(make_price_list(), "A1;150;1", "A2;100;1")
    assert rows_of(client, batch) == [(buyer.company.name, Decimal("200.00"), Decimal("300.00"), 1)]
    shown = client.get(reverse("price-impact", args=[batch.uid]))
    assert "+50%" in shown.text
    assert buyer.company.name in shown.text


def test_a_new_break_counts_for_the_quantity_in_the_cart(client: Client) -> None:
    cart("A1", quantity=10)
    assert rows_of(client, compared(make_price_list(), "A1;90;10"))[0][1:] == (1000, 900, 1)


def test_a_cart_that_pays_by_a_better_list_is_not_touched(client: Client) -> None:
    buyer = cart("A1")
    contract = make_price_list("contract", kind="contract")
    PriceListCompany.objects.create(price_list=contract, company=buyer.company)
    make_price(buyer.company and make_product("B1"), "1", price_list=contract)
    batch = compared(make_price_list(), "A1;150;1")
    assert len(rows_of(client, batch)) == 1
    make_price(batch_product := make_price_list().prices.get().product, "80", price_list=contract)
    assert batch_product.article == "A1"
    assert rows_of(client, batch) == []
    assert "No open cart changes" in client.get(reverse("price-impact", args=[batch.uid])).text


def test_a_computed_list_follows_its_source(client: Client) -> None:
    buyer = cart("A1")
    source = make_price_list()
    make_price_list("opt-2", tier=make_tier("opt-2"), source=source, percent="-10")
    buyer.company.tier = make_tier("opt-2")
    buyer.company.save()
    assert rows_of(client, compared(source, "A1;150;1")) == [(buyer.company.name, 180, 270, 1)]


def test_the_page_costs_the_same_for_more_carts(client: Client) -> None:
    counts = []
    for number in range(3):
        cart(f"A{number}")
        batch = compared(make_price_list(), *(f"A{one};150;1" for one in range(number + 1)))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("price-impact", args=[batch.uid]))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_only_staff_who_see_imports_see_the_carts(client: Client) -> None:
    batch = compared(make_price_list(), "A1;150;1")
    address = reverse("price-impact", args=[batch.uid])
    assert client.get(address).status_code == 200
    assert client_of(Actor(user=make_user(is_staff=True))).get(address).status_code == 403
    assert client_of(make_actor()).get(address).status_code == 404
