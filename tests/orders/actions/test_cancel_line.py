from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actors import SYSTEM
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery
from catalog.models import Stock
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_line import LineStays, RestTooSmall, cancel_line
from orders.actions.cancel_order import BeingPicked, cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.ship_order import ship_order
from orders.actions.start_picking import start_picking
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.states import IllegalMove
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.factories.accounts import make_address, make_staff
from tests.factories.orders import make_delivery_method

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer, now):
    """Two lines of 200 and 300 ₽ and a delivery for 120 ₽."""
    for article, quantity in (("A-1", 2), ("B-2", 3)):
        product = make_product(article)
        make_price(product, "100")
        make_stock(product, 10)
        change_cart_line(product=product, quantity=quantity, by=buyer, at=now)
    choice = DeliveryChoice(make_delivery_method(price_gross=Decimal(120)), make_address(buyer.company))
    return place_order(key=uuid4(), by=buyer, at=now, delivery=choice)


def line(order, article="A-1"):
    return order.lines.select_related("order__company").get(article=article)


def test_cancel_line_frees_its_goods_and_counts_the_order_anew(order, buyer, now):
    cancel_line(line=line(order), by=buyer, at=now, reason=" not needed ")
    order.refresh_from_db()
    assert order.gross == Decimal("420.00")
    assert order.net + order.tax == order.gross
    assert Stock.objects.get(product__article="A-1").reserved == 0
    assert Stock.objects.get(product__article="B-2").reserved == 3
    entry = order.history.get(kind=HistoryKind.LINE_CANCELLED)
    assert entry.facts == {"article": "A-1", "quantity": 2, "reason": "not needed"}


def test_cancel_line_makes_a_new_invoice_and_keeps_the_old(order, buyer, now):
    first = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now)
    cancel_line(line=line(order), by=buyer, at=now)
    receivers = Delivery.objects.filter(event="orders.order_changed").values_list("receiver", flat=True)
    assert "documents.tasks.issue_invoice" in receivers
    second = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now)
    assert (first.revision, first.gross) == (1, Decimal("620.00"))
    assert (second.revision, second.gross) == (2, Decimal("420.00"))
    assert second.number == first.number + 1
    assert [row["article"] for row in second.snapshot["lines"]] == ["B-2", ""]
    assert issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now) == second


def test_cancel_line_sent_twice_takes_it_off_once(order, buyer, now):
    for _ in range(2):
        cancel_line(line=line(order), by=buyer, at=now)
    order.refresh_from_db()
    assert (order.revision, order.gross) == (2, Decimal("420.00"))


def test_cancel_line_of_the_last_goods_cancels_the_order(order, buyer, now):
    cancel_line(line=line(order, "A-1"), by=buyer, at=now)
    cancel_line(line=line(order, "B-2"), by=buyer, at=now)
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED


def test_cancel_line_refuses_the_delivery(order, buyer, now):
    with pytest.raises(LineStays, match="Our transport"):
        cancel_line(line=order.lines.get(kind=LineKind.DELIVERY), by=buyer, at=now)


def test_cancel_line_refuses_to_fall_below_the_minimum_but_for_staff(order, buyer, now):
    order.contract_terms["minimum_order_gross"] = "350"
    order.save()
    with pytest.raises(RestTooSmall) as refused:
        cancel_line(line=line(order), by=buyer, at=now)
    assert refused.value.facts == {"gross": Decimal("300.00"), "minimum": Decimal("350")}
    assert Stock.objects.get(product__article="A-1").reserved == 2
    cancel_line(line=line(order), by=make_staff(), at=now)


def test_cancel_line_refuses_whoever_lacks_the_right(order, buyer, now):
    with pytest.raises(NotAllowed):
        cancel_line(line=line(order), by=make_actor(buyer.company, Role.REQUESTER), at=now)


def test_cancel_line_and_order_are_staffs_alone_while_it_is_picked(order, buyer, now):
    staff = make_staff()
    confirm_order(order=order, by=staff, at=now)
    start_picking(order=order, by=staff, at=now)
    manager = str(buyer.company.account_manager)
    with pytest.raises(BeingPicked, match=manager):
        cancel_line(line=line(order), by=buyer, at=now)
    with pytest.raises(BeingPicked, match=manager):
        cancel_order(order=order, by=buyer, at=now)
    cancel_line(line=line(order), by=staff, at=now)
    assert cancel_order(order=order, by=staff, at=now).status == OrderStatus.CANCELLED


def test_cancel_line_refuses_after_shipping_and_what_is_left_ships_whole(order, buyer, now):
    staff = make_staff()
    cancel_line(line=line(order), by=buyer, at=now)
    confirm_order(order=order, by=staff, at=now)
    ship_order(order=order, by=staff, at=now)
    with pytest.raises(IllegalMove):
        cancel_line(line=line(order, "B-2"), by=buyer, at=now)
    assert Stock.objects.get(product__article="A-1").on_hand == 10
    assert Stock.objects.get(product__article="B-2").on_hand == 7
