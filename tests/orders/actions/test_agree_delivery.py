from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from catalog.actions.expect_stock import expect_stock
from orders.actions.agree_delivery import (
    AddressNotChosen,
    AwaitedTooLate,
    DeliveryChoice,
    DeliveryNotChosen,
    DeliveryPriceChanged,
    TooLate,
)
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.enums import DeliveryKind, LineKind
from orders.models import CartLine, Order
from orders.parties import ConsigneeWrong, OtherParty, Parties
from tests.factories import make_actor, make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_address
from tests.factories.orders import make_delivery_method

pytestmark = pytest.mark.django_db
SELLER_INN = "7714123459"


@pytest.fixture
def product(buyer, now):
    product = make_product("CF259X")
    make_price(product, "8940")
    make_stock(product, 10)
    change_cart_line(product=product, quantity=2, by=buyer, at=now)
    return product


def order(buyer, now, **facts):
    return place_order(key=uuid4(), by=buyer, at=now, **facts)


def test_place_order_makes_delivery_a_line_with_its_vat(buyer, product, now):
    choice = DeliveryChoice(make_delivery_method(), make_address(buyer.company), Decimal("1200.00"))
    placed = order(buyer, now, delivery=choice)
    goods, delivery = placed.lines.all()
    assert (delivery.kind, delivery.product, delivery.name) == (LineKind.DELIVERY, None, "Our transport")
    assert (delivery.net, delivery.tax, delivery.gross) == (Decimal("983.61"), Decimal("216.39"), Decimal("1200.00"))
    assert placed.gross == goods.gross + Decimal(1200)
    assert placed.tax == goods.tax + Decimal("216.39")


def test_place_order_freezes_where_to_and_when(buyer, product, now):
    address = make_address(buyer.company, phone="+7 495 000-71-15", hours="9–17")
    placed = order(buyer, now, delivery=DeliveryChoice(make_delivery_method(), address))
    type(address).objects.update(text="Elsewhere")
    placed.refresh_from_db()
    assert placed.delivery == {
        "code": "our",
        "name": "Our transport",
        "kind": "address",
        "expected_on": "2026-11-24",
        "address": "Москва, Складочная ул., 1",
        "contact_name": "Гусев Н. В.",
        "phone": "+7 495 000-71-15",
        "hours": "9–17",
        "gate_rules": "",
    }


def test_place_order_writes_no_line_for_free_delivery(buyer, product, now):
    change_cart_line(product=product, quantity=6, by=buyer, at=now)
    placed = order(buyer, now, delivery=DeliveryChoice(make_delivery_method(), make_address(buyer.company)))
    assert placed.lines.get().kind == LineKind.GOODS
    assert placed.delivery["code"] == "our"


def test_place_order_lets_the_buyer_collect_from_a_warehouse(buyer, product, now):
    pickup = make_delivery_method("pickup", kind=DeliveryKind.PICKUP, price_gross=0, warehouse=make_warehouse("spb"))
    placed = order(buyer, now, delivery=DeliveryChoice(pickup))
    assert placed.delivery["warehouse"] == "Spb"


def test_place_order_refuses_without_a_method_where_there_are_some(buyer, product, now):
    make_delivery_method()
    with pytest.raises(DeliveryNotChosen):
        order(buyer, now)


def test_place_order_refuses_a_method_that_is_no_longer_offered(buyer, product, now):
    make_delivery_method("other")
    gone = make_delivery_method(is_active=False)
    with pytest.raises(DeliveryNotChosen):
        order(buyer, now, delivery=DeliveryChoice(gone, make_address(buyer.company)))


@pytest.mark.parametrize("of_a_stranger", [True, False])
def test_place_order_refuses_without_an_own_address(buyer, product, now, of_a_stranger):
    address = make_address(make_actor().company) if of_a_stranger else None
    with pytest.raises(AddressNotChosen, match="Our transport"):
        order(buyer, now, delivery=DeliveryChoice(make_delivery_method(), address))
    assert not Order.objects.exists()


def test_place_order_refuses_a_delivery_price_the_buyer_did_not_see(buyer, product, now):
    choice = DeliveryChoice(make_delivery_method(), make_address(buyer.company), Decimal("900.00"))
    with pytest.raises(DeliveryPriceChanged) as refused:
        order(buyer, now, delivery=choice)
    assert refused.value.facts == {"shown": Decimal("900.00"), "gross": Decimal("1200")}


def test_place_order_refuses_a_day_before_the_goods_can_arrive(buyer, product, now):
    choice = DeliveryChoice(make_delivery_method(), make_address(buyer.company))
    with pytest.raises(TooLate) as refused:
        order(buyer, now, delivery=choice, not_later_than_on=date(2026, 11, 23))
    assert refused.value.facts == {"day": date(2026, 11, 24)}
    assert order(buyer, now, delivery=choice, not_later_than_on=date(2026, 11, 24)).not_later_than_on


@pytest.mark.parametrize(("comes", "is_refused"), [(None, True), (2, True), (1, False)])
def test_place_order_refuses_awaited_goods_that_come_after_the_day(buyer, product, now, comes, is_refused):
    change_cart_line(product=product, quantity=12, by=buyer, at=now)
    day = now.date() + timedelta(days=1)
    if comes:
        there = make_warehouse()
        on = now.date() + timedelta(comes)
        expect_stock(product=product, warehouse=there, quantity=5, expected_on=on, by=SYSTEM, at=now)
    if is_refused:
        with pytest.raises(AwaitedTooLate, match="CF259X"):
            order(buyer, now, may_await=True, not_later_than_on=day)
        assert CartLine.objects.exists()
    else:
        assert order(buyer, now, may_await=True, not_later_than_on=day)


def test_place_order_freezes_the_consignee(buyer, product, now):
    placed = order(buyer, now, parties=Parties(consignee=OtherParty("ООО «Склад»", SELLER_INN, "771401001")))
    assert placed.consignee == {"name": "ООО «Склад»", "inn": SELLER_INN, "kpp": "771401001"}


@pytest.mark.parametrize(
    "consignee",
    [OtherParty(" ", SELLER_INN), OtherParty("ООО «Склад»", "7714123450"), OtherParty("ООО «Склад»", SELLER_INN, "12")],
)
def test_place_order_refuses_a_consignee_that_cannot_be(buyer, product, now, consignee, english):
    with pytest.raises(ConsigneeWrong, match="Consignee"):
        order(buyer, now, parties=Parties(consignee=consignee))
