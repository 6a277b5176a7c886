"""An order of which a part is awaited: from placing to shipping."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from b2b_portal.core.models import Delivery
from catalog.actions.receive_stock import receive_stock
from catalog.models import Backorder, Stock
from catalog.queries.awaiting import awaited_of
from documents.queries.invoice_draft import invoice_draft
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.note_awaited_arrival import note_awaited_arrival
from orders.actions.place_order import place_order
from orders.actions.ship_order import NotWhollyReserved, ship_order
from orders.enums import HistoryKind, OrderStatus
from tests.factories import make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer, now):
    product = make_product("CF259X")
    make_price(product, "100")
    make_stock(product, 2)
    change_cart_line(product=product, quantity=5, by=buyer, at=now)
    return place_order(key=uuid4(), by=buyer, at=now, may_await=True)


def receive(order, quantity, at):
    product = order.lines.get().product
    return receive_stock(product=product, warehouse=make_warehouse(), quantity=quantity, by=SYSTEM, at=at)


def kinds(order):
    return [entry.kind for entry in order.history.all()]


def test_place_order_keeps_the_rest_on_the_order_and_invoices_the_whole(order, now):
    assert awaited_of(order.uid)[order.lines.get().product_id].quantity == 3
    assert Stock.objects.get().reserved == 2
    assert order.gross == Decimal("500.00")
    assert invoice_draft(order, now).gross == Decimal("500.00")
    assert kinds(order) == ["placed", "reserved", "awaited"]
    assert order.history.get(kind=HistoryKind.AWAITED).facts == {"pieces": 3}


def test_place_order_holds_nothing_where_all_is_awaited(buyer, now):
    product = make_product()
    make_price(product, "100")
    change_cart_line(product=product, quantity=5, by=buyer, at=now)
    order = place_order(key=uuid4(), by=buyer, at=now, may_await=True)
    assert order.reserved_until is None
    assert kinds(order) == ["placed", "awaited"]


def test_ship_order_refuses_until_the_rest_has_come(order, now):
    staff = make_staff()
    confirm_order(order=order, by=staff, at=now)
    with pytest.raises(NotWhollyReserved, match="CF259X"):
        ship_order(order=order, by=staff, at=now)
    receive(order, 3, now)
    assert ship_order(order=order, by=staff, at=now).status == OrderStatus.SHIPPED
    stock = Stock.objects.get()
    assert (stock.on_hand, stock.reserved) == (0, 0)


def test_note_awaited_arrival_holds_the_whole_order_anew_and_tells_once(order, now):
    later = now + timedelta(days=2)
    receive(order, 1, later)
    for _ in range(2):
        note_awaited_arrival(holder=order.uid, by=SYSTEM, at=later)
    order.refresh_from_db()
    assert order.reserved_until.date().isoformat() == "2026-11-30"
    assert kinds(order)[3:] == ["awaited_reserved"]
    receive(order, 2, later)
    note_awaited_arrival(holder=order.uid, by=SYSTEM, at=later)
    assert kinds(order)[3:] == ["awaited_reserved", "awaited_reserved"]


def test_note_awaited_arrival_leaves_other_holders_alone(now):
    note_awaited_arrival(holder=uuid4(), by=SYSTEM, at=now)
    assert not Delivery.objects.exists()


def test_cancel_order_ends_the_waiting(order, buyer, now):
    cancel_order(order=order, by=buyer, at=now)
    assert Backorder.objects.get().state == "cancelled"
    receive(order, 9, now)
    assert Stock.objects.get().reserved == 0
    note_awaited_arrival(holder=order.uid, by=SYSTEM, at=now)
    assert kinds(order)[3:] == ["cancelled"]
