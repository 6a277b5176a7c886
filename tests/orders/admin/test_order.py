import pytest
from django.contrib.auth.models import Permission as ModelPermission
from django.urls import reverse

from accounts.actors import Actor
from catalog.models import Reservation
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_user
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one


@pytest.fixture
def staff_client(db):
    return client_of(make_staff())


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
