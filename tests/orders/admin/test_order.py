from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission as ModelPermission
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from catalog.models import Reservation
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_price, make_product, make_stock, make_user
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


@pytest.fixture
def staff_client(db):
    return client_of(make_staff())


@pytest.fixture
def short(buyer):
    """An order of 5 and 1 pieces, of which 3 of the first are awaited."""
    for article, quantity, left in (("LONG-1", 5, 2), ("SURE-2", 1, 10)):
        product = make_product(article)
        make_price(product, "100")
        make_stock(product, left)
        change_cart_line(product=product, quantity=quantity, by=buyer, at=timezone.now())
    return place_order(key=uuid4(), by=buyer, at=timezone.now(), may_await=True)


def page(name, order):
    return reverse(f"admin:orders_order_{name}", args=[order.pk])


def do(client, name, order, **said):
    return client.post(page(name, order), said)


def test_order_offers_only_where_its_state_leads(buyer, staff_client):
    order = place_one(buyer)
    for verbs in ({"confirm", "cancel"}, {"ship", "cancel"}, set()):
        text = staff_client.get(page("change", order)).text
        assert {name for name in ("confirm", "ship", "cancel") if page(name, order) in text} == verbs
        for name in verbs - {"cancel"}:
            do(staff_client, name, order)
    assert [entry.kind for entry in order.history.all()][2:] == ["confirmed", "shipped"]


def test_order_cancelled_by_staff_keeps_the_reason(buyer, staff_client):
    order = place_one(buyer)
    assert do(staff_client, "cancel", order, reason="No such goods").status_code == 302
    assert order.history.last().facts == {"reason": "No such goods"}
    assert "No such goods" in staff_client.get(page("change", order)).text


def test_order_asks_before_it_does_anything(buyer, staff_client):
    order = place_one(buyer)
    for name in ("confirm", "ship", "cancel"):
        assert staff_client.get(page(name, order)).status_code == 200
    assert Order.objects.get().status == "placed"


def test_order_not_held_any_more_is_not_shipped_and_says_so(buyer, staff_client):
    order = place_one(buyer)
    do(staff_client, "confirm", order)
    Reservation.objects.update(until=order.placed_at)
    answer = do(staff_client, "ship", order)
    assert answer.status_code == 422
    assert order.lines.get().article in answer.text
    assert Order.objects.get().status == "confirmed"


def test_order_may_not_skip_a_state_and_says_so(buyer, staff_client):
    order = place_one(buyer)
    assert do(staff_client, "ship", order).status_code == 422
    assert Order.objects.get().status == "placed"


@pytest.mark.parametrize("name", ["confirm", "ship", "cancel"])
def test_order_is_closed_to_staff_who_may_only_look(buyer, name):
    order = place_one(buyer)
    looker = make_user(is_staff=True)
    looker.user_permissions.set(ModelPermission.objects.filter(codename="view_order"))
    client = client_of(Actor(user=looker))
    assert do(client, name, order).status_code == 403
    assert page(name, order) not in client.get(page("change", order)).text
    assert do(client_of(buyer), name, order).status_code == 302
    assert Order.objects.get().status == "placed"


def test_order_shows_what_is_held_and_what_is_awaited(short, staff_client):
    text = staff_client.get(page("change", short)).text
    assert "2 of 5 reserved, 3 awaited, day not known yet" in text
    assert "The rest is awaited: 3 pcs" in text
    assert "prepayment by invoice" in text


def test_order_is_picked_and_then_only_staff_can_cancel(buyer, staff_client):
    order = place_one(buyer)
    assert page("pick", order) not in staff_client.get(page("change", order)).text
    do(staff_client, "confirm", order)
    assert do(staff_client, "pick", order).status_code == 302
    assert Order.objects.get().status == "picking"
    text = staff_client.get(page("change", order)).text
    assert page("pick", order) not in text
    assert page("cancel", order) in text


def test_order_is_renewed_by_staff_as_often_as_they_like(buyer, staff_client):
    order = place_one(buyer)
    for _ in range(2):
        assert do(staff_client, "renew", order).status_code == 302
    order.refresh_from_db()
    assert order.renewals == 0
    assert order.history.filter(kind="renewed").count() == 2


def test_order_loses_the_line_that_staff_choose(short, staff_client):
    first, second = short.lines.all()
    asked = staff_client.get(page("cancel-line", short)).text
    assert "LONG-1" in asked
    assert "SURE-2" in asked
    assert do(staff_client, "cancel-line", short, line=first.pk, reason="Gone").status_code == 302
    assert list(short.lines.live()) == [second]
    assert "LONG-1" not in staff_client.get(page("cancel-line", short)).text
    assert short.history.last().facts["reason"] == "Gone"
    assert "Cancelled, " in staff_client.get(page("change", short)).text


@pytest.mark.parametrize("lines", [1, 3])
def test_order_costs_the_same_queries_however_many_lines(buyer, lines, django_assert_num_queries):
    at, client = timezone.now(), client_of(make_staff())
    for number in range(lines):
        product = make_product(f"LINE-{number}")
        make_price(product, "100")
        make_stock(product)
        change_cart_line(product=product, quantity=1, by=buyer, at=at)
    order = place_order(key=uuid4(), by=buyer, at=at)
    client.get(page("change", order))
    # session, person; order, lines with what is held and awaited, history
    with django_assert_num_queries(5):
        client.get(page("change", order))


def test_order_loses_no_line_of_another_order(buyer, short, staff_client):
    other = place_one(buyer)
    answer = do(staff_client, "cancel-line", short, line=other.lines.get().pk)
    assert answer.status_code == 422
    assert other.lines.live().count() == 1


def test_order_of_which_a_part_is_awaited_is_not_shipped_and_names_it(short, staff_client):
    do(staff_client, "confirm", short)
    answer = do(staff_client, "ship", short)
    assert answer.status_code == 422
    assert "LONG-1" in answer.text
    assert "SURE-2" not in answer.text
