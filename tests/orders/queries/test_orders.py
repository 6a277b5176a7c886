"""The list of orders: what a filter finds, page after page, and its sums."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from accounts.actors import Actor
from orders.enums import OrderStatus
from orders.models import Order, OrderLine
from orders.queries import orders as module
from orders.queries.exported_lines import exported_lines
from orders.queries.orders import OrderFilter, order_list, order_totals, recent_orders
from orders.queries.tell import UNDER_WAY
from tests.factories import make_actor
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
EVERYTHING = OrderFilter()


def numbers(page):
    return [row.number for row in page.rows]


def cancel(line, now):
    """As the action leaves the rows of an order on which nothing is reserved."""
    OrderLine.objects.filter(pk=line.pk).update(cancelled_at=now)
    sums = {field: F(field) - getattr(line, field) for field in ("net", "tax", "gross")}
    Order.objects.filter(pk=line.order_id).update(**sums)


def found(actor, now, **asked):
    return numbers(order_list(actor, OrderFilter(**asked), now))


def test_order_list_filters_by_status_and_period(buyer, now):
    old = make_order(buyer, placed_at=now - timedelta(days=40))
    picked = make_order(buyer, placed_at=now, status=OrderStatus.PICKING)
    cancelled = make_order(buyer, placed_at=now - timedelta(days=1), status=OrderStatus.CANCELLED)
    assert found(buyer, now) == [picked.number, cancelled.number, old.number]
    assert found(buyer, now, statuses=UNDER_WAY) == [picked.number, old.number]
    assert found(buyer, now, statuses=(OrderStatus.CANCELLED,)) == [cancelled.number]
    assert found(buyer, now, since=now) == [picked.number]
    assert found(buyer, now, until=now) == [cancelled.number, old.number]


@pytest.mark.unsound
def test_order_list_finds_text_in_numbers_people_articles_and_names(buyer, now):
    mine, other = make_order(buyer), make_order(buyer, buyer_number="PO-77/2026")
    line = mine.lines.get()
    OrderLine.objects.filter(pk=line.pk).update(article="CF-259 X", name="Картридж чёрный")
    type(line.product).objects.filter(pk=line.product_id).update(key="CF259X")
    assert found(buyer, now, text=f"№ {mine.number}") == [mine.number]
    assert found(buyer, now, text="po-77") == [other.number]
    for text in ("CF-259", "cf259x", "СF 259", "картридж ЧЁР"):  # the first letter of the third is Cyrillic
        assert found(buyer, now, text=text) == [mine.number]
    assert found(buyer, now, text=buyer.user.full_name) == [other.number, mine.number]
    assert found(buyer, now, text="100%_\\") == []
    line.refresh_from_db()
    cancel(line, now)
    assert found(buyer, now, text="CF-259") == []


def test_order_list_and_totals_know_no_stranger(buyer, now):
    order = make_order(buyer)
    stranger = make_actor()
    assert found(stranger, now, text=str(order.number)) == []
    assert order_list(stranger, EVERYTHING, now, before=order.number) is None
    assert order_totals(stranger, EVERYTHING).count == 0
    assert exported_lines(stranger, EVERYTHING, 10) == []
    assert found(Actor(user=buyer.user), now) == []


def test_order_list_walks_back_and_forth_over_equal_moments(buyer, now, monkeypatch):
    monkeypatch.setattr(module, "PER_PAGE", 2)
    made = [make_order(buyer, placed_at=now).number for _ in range(5)][::-1]
    first = order_list(buyer, EVERYTHING, now)
    assert (numbers(first), first.newer, first.older) == (made[:2], None, made[1])
    second = order_list(buyer, EVERYTHING, now, before=first.older)
    assert (numbers(second), second.newer, second.older) == (made[2:4], made[2], made[3])
    last = order_list(buyer, EVERYTHING, now, before=second.older)
    assert (numbers(last), last.newer, last.older) == (made[4:], made[4], None)
    assert order_list(buyer, EVERYTHING, now, after=last.newer) == second
    assert order_list(buyer, EVERYTHING, now, after=second.newer) == first
    assert order_list(buyer, EVERYTHING, now, before=0) is None


def test_order_list_costs_the_same_at_any_depth(buyer, now, django_assert_num_queries):
    made = [make_order(buyer, placed_at=now - timedelta(days=day)) for day in range(3)]
    with django_assert_num_queries(1):
        order_list(buyer, EVERYTHING, now)
    for order in made[:2]:
        with django_assert_num_queries(2):
            order_list(buyer, EVERYTHING, now, before=order.number)


def test_order_totals_keep_cancelled_orders_out_of_the_sums(buyer, now, django_assert_num_queries):
    orders = [make_order(buyer, ("100", "33.33")), make_order(buyer, ("50",))]
    cancelled = make_order(buyer, ("7",), status=OrderStatus.CANCELLED)
    with django_assert_num_queries(1):
        totals = order_totals(buyer, EVERYTHING)
    assert (totals.count, totals.cancelled, totals.cancelled_gross) == (3, 1, cancelled.gross)
    assert totals.gross == sum(order.gross for order in orders) == totals.net + totals.tax
    assert order_totals(buyer, OrderFilter(text="no such")).gross == Decimal(0)


def test_order_rows_say_until_when_goods_are_held(buyer, now):
    make_order(buyer, status=OrderStatus.SHIPPED, placed_at=now)
    make_order(buyer, placed_at=now - timedelta(days=1))
    make_order(buyer, placed_at=now - timedelta(days=4))
    shipped, held, over = recent_orders(buyer, now)
    assert (shipped.reserved_until, shipped.is_reservation_over) == (None, False)
    assert (held.reserved_until, held.is_reservation_over) == (now + timedelta(days=2), False)
    assert over.is_reservation_over


@pytest.mark.unsound
def test_exported_lines_are_live_lines_with_vat_in_every_price(buyer, now, django_assert_num_queries):
    order = make_order(buyer, ("100", "200"), buyer_number="PO-1")
    net, gone = order.lines.order_by("position")
    OrderLine.objects.filter(pk=net.pk).update(price_includes_vat=False)
    cancel(gone, now)
    with django_assert_num_queries(1):
        (line,) = exported_lines(buyer, EVERYTHING, 10)
    assert (line.number, line.buyer_number, line.article, line.quantity) == (order.number, "PO-1", net.article, 3)
    assert (line.unit_gross, line.gross) == (Decimal("122"), net.gross)


def test_exported_lines_refuse_more_than_the_most(buyer):
    make_order(buyer, ("1", "2", "3"))
    assert len(exported_lines(buyer, EVERYTHING, 3)) == 3
    assert exported_lines(buyer, EVERYTHING, 2) is None


@pytest.mark.parametrize(("ago", "is_told"), [(0, True), (1, True), (2, False)])
def test_recent_orders_tell_the_day_of_arrival_while_it_is_ahead(buyer, now, ago, is_told):
    make_order(buyer, delivery={"name": "Our transport", "expected_on": "2026-11-24"})
    row = recent_orders(buyer, now + timedelta(days=ago))[0]
    assert (row.expected_on is not None) is is_told
