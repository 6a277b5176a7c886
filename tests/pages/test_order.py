from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.permissions import Role
from b2b_portal.core.templatetags.ui import day_text, money
from b2b_portal.pages.order_steps import order_steps
from catalog.actions.expect_stock import expect_stock
from catalog.actions.receive_stock import receive_stock
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.note_awaited_arrival import note_awaited_arrival
from orders.actions.place_order import place_order
from orders.actions.ship_order import ship_order
from orders.actions.start_picking import start_picking
from orders.parties import OtherParty, Parties
from orders.queries.order import order_page
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_address, make_staff
from tests.factories.orders import make_delivery_method, place_one


def await_some(buyer, stock=2):
    """Five of one product of which there are fewer."""
    product, at = make_product(), timezone.now()
    make_price(product)
    if stock:
        make_stock(product, stock)
    change_cart_line(product=product, quantity=5, by=buyer, at=at)
    return place_order(key=uuid4(), by=buyer, at=at, may_await=True)


def place_with_delivery(buyer, lines=1, **more):
    """A line of one piece each, brought for 1 200 ₽."""
    at = timezone.now()
    for _ in range(lines):
        product = make_product()
        make_price(product, "100")
        make_stock(product)
        change_cart_line(product=product, quantity=1, by=buyer, at=at)
    choice = DeliveryChoice(make_delivery_method(price_gross=Decimal(1200)), make_address(buyer.company))
    return place_order(key=uuid4(), by=buyer, at=at, delivery=choice, **more)


def page_of(client, order):
    answer = client.get(f"/orders/{order.number}/")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_order_shows_lines_and_reservation(buyer, buyer_client):
    order = place_one(buyer)
    page = buyer_client.get(f"/orders/{order.number}/").content.decode()
    assert order.lines.get().article in page
    assert "100<i>.00\u00a0₽</i>" in page


def test_order_of_another_company_is_404(buyer_client):
    assert buyer_client.get(f"/orders/{place_one(make_actor()).number}/").status_code == 404


def test_order_without_the_right_to_papers_shows_none(buyer):
    order = place_one(buyer)
    page = client_of(make_actor(buyer.company, Role.REQUESTER)).get(f"/orders/{order.number}/")
    assert page.status_code == 200
    assert 'id="papers"' not in page.content.decode()


def steps(actor, order, papers=()):
    return order_steps(order_page(actor, order.number, timezone.now()), papers)


def states(actor, order):
    return [step.state for step in steps(actor, order)]


def test_order_steps_show_where_the_order_is(buyer):
    order, staff, at = place_one(buyer), make_staff(), timezone.now()
    assert states(buyer, order) == ["done", "done", "now", "todo", "todo", "todo"]
    confirm_order(order=order, by=staff, at=at)
    ship_order(order=order, by=staff, at=at)
    assert states(buyer, order) == ["done"] * 5
    other = place_one(buyer)
    cancel_order(order=other, by=buyer, at=at)
    assert states(buyer, other) == ["done", "stop"]


def test_order_steps_are_done_by_fact_and_mark_the_first_that_is_not(buyer):
    order, staff, at = place_one(buyer), make_staff(), timezone.now()
    confirm_order(order=order, by=staff, at=at)
    start_picking(order=order, by=staff, at=at)
    assert states(buyer, order) == ["done", "done", "now", "done", "done", "todo"]


def test_order_steps_tell_nothing_of_invoices_to_whoever_may_not_see_them(buyer):
    page = order_page(buyer, place_one(buyer).number, timezone.now())
    assert len(order_steps(page, None)) == len(order_steps(page, ())) - 1


def test_order_steps_wait_for_goods_by_the_last_day_and_note_their_arrival(buyer):
    order, at = await_some(buyer), timezone.now()
    product, day = order.lines.get().product, date.today() + timedelta(days=9)
    (waiting,) = (step for step in steps(buyer, order) if step.title == "Awaiting goods")
    assert waiting.note == "3\u00a0pcs, day not known yet"
    expect_stock(product=product, warehouse=make_warehouse(), quantity=3, expected_on=day, by=SYSTEM, at=at)
    (waiting,) = (step for step in steps(buyer, order) if step.title == "Awaiting goods")
    assert day_text(day) in waiting.note
    receive_stock(product=product, warehouse=make_warehouse(), quantity=3, by=SYSTEM, at=at)
    note_awaited_arrival(holder=order.uid, by=SYSTEM, at=at)
    assert [step.state for step in steps(buyer, order) if step.title == "Goods arrived"] == ["done"]


def test_order_shows_awaited_pieces_and_the_day(buyer, buyer_client):
    text = page_of(buyer_client, await_some(buyer))
    assert "2 of 5 reserved" in text
    assert "3 awaited, day not known yet" in text
    assert "The rest is awaited: 3 pcs" in text


def test_order_of_which_everything_is_awaited_has_no_reservation(buyer, buyer_client):
    order = await_some(buyer, stock=0)
    text = page_of(buyer_client, order)
    assert order.reserved_until is None
    assert "Reserved until" not in text
    assert "Awaited" in text


def test_order_shows_how_goods_come_and_are_paid(buyer, buyer_client):
    parties = Parties(OtherParty("ООО Ромашка", "7707083893"), OtherParty("ООО Касса", "7714123459"))
    order = place_with_delivery(buyer, parties=parties)
    text = page_of(buyer_client, order)
    address = order.delivery
    for words in (
        "Our transport",
        address["address"],
        address["contact_name"],
        "ООО Ромашка",
        "ООО Касса",
        "prepayment by invoice",
    ):
        assert words in text, words
    assert "Delivery" in text


def test_order_strikes_out_a_cancelled_line_and_leaves_it_out_of_the_sums(buyer, buyer_client):
    order = place_with_delivery(buyer, lines=2)
    gone = order.lines.first()
    cancel_line(line=gone, by=buyer, at=timezone.now(), reason="Not <needed>")
    order.refresh_from_db()
    text = page_of(buyer_client, order)
    assert f'<tr id="line-{gone.uid}" class="mut">' in text
    assert f"Line cancelled: {gone.article}, 1 pcs. Reason: Not &lt;needed&gt;" in text
    assert reverse("orders:order-line-cancel", args=[order.number, gone.uid]) not in text
    assert (
        f"{money(order.gross)}".replace("\N{NO-BREAK SPACE}", " ")
        in text.partition("<tfoot>")[2].partition("</tfoot>")[0]
    )


def test_order_being_picked_offers_no_cancelling_and_says_whom_to_call(buyer, buyer_client):
    order, staff, at = place_one(buyer), make_staff(), timezone.now()
    assert f"/lines/{order.lines.get().uid}/cancel/" in page_of(buyer_client, order)
    confirm_order(order=order, by=staff, at=at)
    start_picking(order=order, by=staff, at=at)
    text = page_of(buyer_client, order)
    assert "To cancel something now, call" in text
    assert "/cancel/" not in text


def test_order_says_when_its_reservation_ran_out_and_offers_to_reserve_again(buyer, buyer_client):
    order = place_one(buyer, at=timezone.now() - timedelta(days=20))
    text = page_of(buyer_client, order)
    assert "The reservation ran out" in text
    assert "Reserve again" in text
    assert "Not reserved" in text
    type(order).objects.update(renewals=1)
    text = page_of(buyer_client, order)
    assert "Reserve again" not in text
    assert str(buyer.company.account_manager) in text


def test_order_offers_to_hold_longer_only_where_that_is_longer(buyer, buyer_client):
    fresh, older = place_one(buyer), place_one(buyer, at=timezone.now() - timedelta(days=2))
    assert "more working days" not in page_of(buyer_client, fresh)
    text = page_of(buyer_client, older)
    assert "Hold for 3 more working days" in text
    assert "You can do so 1 more time." in text
    viewer = client_of(make_actor(buyer.company, Role.VIEWER))
    assert "more working days" not in page_of(viewer, older)


@pytest.mark.parametrize("lines", [1, 3])
def test_order_costs_the_same_queries_however_many_lines(buyer, buyer_client, lines, django_assert_num_queries):
    order = place_with_delivery(buyer, lines=lines)
    buyer_client.get("/")
    # session, person, header: actor and cart summary; page: order, lines, what is held, what is awaited, history,
    # papers, working days of a renewal
    with django_assert_num_queries(11):
        buyer_client.get(f"/orders/{order.number}/")
