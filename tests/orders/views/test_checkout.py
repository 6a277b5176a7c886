"""Ordering the cart with delivery: what goes into the order, and what comes back with a refusal."""

import re
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from b2b_portal.core.access import ACTING_FOR
from catalog.models import Product
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod, Order
from tests.factories import make_company, make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_address, make_power
from tests.factories.orders import make_delivery_method

HTMX = {"HX-Request": "true"}
SELLER_INN = "7714123459"


@pytest.fixture
def product(buyer_client: Client) -> Product:
    product = make_product("CF259X")
    make_price(product, "8940")
    make_stock(product, 10)
    put(buyer_client, product, 2)
    return product


@pytest.fixture
def method(db: None) -> DeliveryMethod:
    make_delivery_method(
        "pickup",
        name="Pick-up",
        kind=DeliveryKind.PICKUP,
        price_gross=0,
        free_from_gross=None,
        warehouse=make_warehouse(),
        position=9,
    )
    return make_delivery_method()


def put(client: Client, product: Product, quantity: int) -> None:
    client.post("/cart/change/", {"product": product.uid, "quantity": quantity})


def form_of(client: Client, **changes: object) -> dict[str, object]:
    """What the page sends when its button is pressed at once."""
    page = client.get("/cart/").content.decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("key", ACTING_FOR)}
    fields["seen"] = re.findall(r'name="seen" form="order-form" value="([^"]*)"', page)
    chosen = re.search(r'name="delivery" [^>]*value="([^"]*)"[^>]* checked', page)
    address = re.search(r'<option value="([^"]*)" selected', page)
    return {
        **fields,
        **({"delivery": chosen[1]} if chosen else {}),
        **({"address": address[1]} if address else {}),
        **changes,
    }


def order(client: Client, **changes: object):
    return client.post("/cart/order/", form_of(client, **changes), headers=HTMX)


def text_of(answer) -> str:
    return answer.content.decode()


def test_cart_order_sends_the_usual_order_in_one_click(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    address = make_address(buyer.company)
    assert order(buyer_client)["HX-Redirect"].startswith("/orders/")
    placed = Order.objects.get()
    assert (placed.delivery["code"], placed.delivery["address"]) == ("our", address.text)
    assert placed.gross == Decimal("19080.00")
    assert placed.consignee == {}


def test_cart_order_takes_every_choice(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    order(
        buyer_client,
        delivery="pickup|0.00",
        consignee_name="ООО «Склад»",
        consignee_inn=" 7714 123459 ",
        consignee_kpp="771401001",
        payer_name="ООО «Касса»",
        payer_inn="7707083893",
        not_later_than_on="2099-01-15",
        comment="Gate 7",
    )
    placed = Order.objects.get()
    assert placed.delivery["code"] == "pickup"
    assert placed.consignee == {"name": "ООО «Склад»", "inn": SELLER_INN, "kpp": "771401001"}
    assert placed.payer == {"name": "ООО «Касса»", "inn": "7707083893", "kpp": ""}
    assert placed.not_later_than_on.isoformat() == "2099-01-15"
    assert placed.comment == "Gate 7"


def test_cart_order_writes_who_fetches_the_goods(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    power = make_power(buyer.company)
    stranger = make_power(make_company(), holder="A stranger")
    page = text_of(buyer_client.get(f"/cart/?delivery=pickup%7C0.00&power={power.uid}"))
    assert f'<option value="{power.uid}" selected>{power.holder}, № 27 until' in page
    assert "A stranger" not in page
    order(buyer_client, delivery="pickup|0.00", power=stranger.uid)
    assert "collector" not in Order.objects.get().delivery
    put(buyer_client, product, 1)
    order(buyer_client, delivery="pickup|0.00", power=power.uid)
    assert Order.objects.latest("pk").delivery["collector"] == power.holder


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"delivery": ""}, "Choose how the goods are delivered."),
        ({"delivery": "our|999.00"}, "The price of delivery changed: it was 999.00"),
        ({"delivery": "our|1200.00", "address": ""}, "Choose the address for “Our transport”"),
        ({"not_later_than_on": "2020-01-01"}, "By the day you named the goods cannot arrive"),
    ],
)
def test_cart_order_puts_a_refusal_beside_its_field_and_loses_nothing(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod, changes: dict, sentence: str
) -> None:
    make_address(buyer.company)
    typed = {"comment": "Gate 7", "buyer_number": "ZPK-1", "consignee_name": "Storage", "consignee_inn": SELLER_INN}
    answer = order(buyer_client, **typed, **changes)
    body = text_of(answer)
    assert answer.status_code == 409
    assert body.index('id="order-form"') < body.index(sentence)
    assert all(word in body for word in typed.values())
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consignee_inn": "7714123450"}, "check digits"),
        ({"consignee_name": "Storage"}, "Write the INN."),
        ({"consignee_inn": SELLER_INN}, "Write the name."),
        ({"consignee_kpp": "12"}, "A KPP is 9 digits"),
        ({"payer_inn": "7714123450"}, "check digits"),
        ({"payer_name": "Treasury"}, "Write the INN."),
        ({"not_later_than_on": "soon"}, "Choose a day"),
        ({"delivery": "our|NaN"}, "Choose how the goods are delivered."),
    ],
)
def test_cart_order_says_beside_the_field_what_cannot_be_right(
    buyer_client: Client, product: Product, method: DeliveryMethod, changes: dict, sentence: str
) -> None:
    answer = order(buyer_client, comment="Gate 7", **changes)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Gate 7" in text_of(answer)


def test_cart_order_takes_no_address_of_another_company(
    buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    strange = make_address(make_company(), "Strange street")
    answer = order(buyer_client, delivery="our|1200.00", address=str(strange.uid))
    assert answer.status_code == 409
    assert "Strange street" not in text_of(answer)


def test_cart_order_awaits_the_rest_when_told_so(buyer_client: Client, product: Product) -> None:
    put(buyer_client, product, 12)
    refused = order(buyer_client)
    assert refused.status_code == 409
    assert "not enough in stock" in text_of(refused)
    assert order(buyer_client, may_await="on")["HX-Redirect"]
    assert Order.objects.get().lines.get().quantity == 12


def test_cart_offers_what_can_be_done_about_a_shortage(buyer_client: Client, product: Product) -> None:
    put(buyer_client, product, 12)
    page = text_of(buyer_client.get("/cart/"))
    assert 'name="may_await"' in page
    assert "only 10</button>" in page


def test_cart_promises_no_reservation_where_all_is_awaited(buyer_client: Client) -> None:
    product = make_product()
    make_price(product)
    put(buyer_client, product, 1)
    page = text_of(buyer_client.get("/cart/"))
    assert 'name="may_await"' in page
    assert "Reserved until" not in page
    assert "reserved at once" not in page


def test_cart_leaves_the_button_on_where_a_later_day_helps(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    """Without script the page is not recounted before the button is pressed."""
    make_address(buyer.company)
    body = text_of(order(buyer_client, not_later_than_on="2020-01-01"))
    assert "choose another day or way" in body
    assert 'form="order-form" data-send >' in body


def test_cart_recounts_the_total_for_a_choice(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    make_address(buyer.company)
    assert "19,080<i>.00" in text_of(buyer_client.get("/cart/"))
    part = text_of(buyer_client.get("/cart/", {"delivery": "pickup|0.00"}, headers=HTMX))
    assert "19,080<i>.00" not in part
    assert "hx-swap-oob" not in part


def test_cart_change_keeps_what_was_typed_into_the_order_form(
    buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    line = {"product": product.uid, "quantity": 3}
    typed = {"comment": "Gate 7", "consignee_inn": "77", "not_later_than_on": "2099-01-15", "delivery": "pickup|0.00"}
    page = text_of(buyer_client.post("/cart/change/", {**line, **typed}, headers=HTMX))
    assert all(f"{word}" in page for word in ("Gate 7", 'value="77"', 'value="2099-01-15"'))
    assert re.search(r'value="pickup\|0.00" data-kind="pickup" checked', page)


def test_cart_tells_how_much_is_missing_to_the_minimum_and_locks_the_button(
    buyer: Actor, buyer_client: Client, product: Product
) -> None:
    buyer.company.contracts.update(minimum_order_gross=Decimal("20000"))
    page = text_of(buyer_client.get("/cart/"))
    assert re.search(r'form="order-form" data-send disabled aria-describedby="why-not"', page)
    assert "2,120.00\u00a0₽ more" in page
    assert f"Who can lift this: {buyer.company.account_manager}." in page
    asked = buyer_client.get(re.search(r'href="(/messages/\?ask=small-order)"', page)[1]).text
    assert "smaller than our contract allows" in asked


def test_cart_chooses_the_address_that_was_just_added(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod
) -> None:
    make_address(buyer.company)
    second = make_address(buyer.company, "Tver, Vagzhanova 7")
    page = text_of(buyer_client.get("/cart/", {"address": second.uid}))
    assert f'<option value="{second.uid}" selected>' in page


@pytest.mark.parametrize("asked", [{"address": "x"}, {"delivery": "nothing|x"}, {"undo": str(uuid4()), "before": "x"}])
def test_cart_bears_nonsense_in_its_address(buyer_client: Client, product: Product, asked: dict) -> None:
    assert buyer_client.get("/cart/", asked).status_code == 200


@pytest.mark.parametrize("lines", [1, 3])
def test_cart_with_shortages_costs_the_same_queries_for_one_and_three_lines(
    buyer: Actor, buyer_client: Client, lines: int, django_assert_num_queries
) -> None:
    make_delivery_method()
    make_address(buyer.company)
    for _ in range(lines):
        product = make_product()
        make_price(product)
        put(buyer_client, product, 1)
    buyer_client.get("/cart/")
    # 17 as without shortages, and: what is in transit, who waits
    with django_assert_num_queries(21):
        buyer_client.get("/cart/")


def test_cart_says_until_when_today_s_orders_leave(
    buyer: Actor, buyer_client: Client, product: Product, method: DeliveryMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_address(buyer.company)
    noon = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    monkeypatch.setattr("orders.views.cart.timezone", type("Clock", (), {"now": staticmethod(lambda: noon)}))
    page = text_of(buyer_client.get("/cart/"))
    assert "orders until 18:00 leave today" in page
    assert timezone.now() != noon
