"""Staff keep the ways of delivery."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from orders.models import DeliveryMethod
from tests.conftest import client_of
from tests.factories import make_user, make_warehouse

pytestmark = pytest.mark.django_db
SAID = {
    "code": "courier",
    "name": "Courier",
    "kind": "address",
    "price_gross": "610",
    "free_from_gross": "30000",
    "vat_rate": "0.22",
    "cut_off": "16:00",
    "working_days": "1",
    "position": "0",
    "is_active": "on",
}


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def test_a_way_is_added_and_switched_off(client: Client) -> None:
    client.post(reverse("admin:orders_deliverymethod_add"), SAID)
    method = DeliveryMethod.objects.get()
    assert (method.price_gross, method.cut_off.hour, str(method.vat_rate)) == (610, 16, "0.22")
    address = reverse("admin:orders_deliverymethod_change", args=[method.pk])
    client.post(address, {**SAID, "vat_rate": "", "is_active": ""})
    method.refresh_from_db()
    assert (method.vat_rate, method.is_active) == (None, False)


def test_a_pick_up_needs_its_warehouse(client: Client) -> None:
    pick_up = {**SAID, "kind": "pickup"}
    assert "where buyers come" in client.post(reverse("admin:orders_deliverymethod_add"), pick_up).text
    client.post(reverse("admin:orders_deliverymethod_add"), {**pick_up, "warehouse": make_warehouse().pk})
    assert DeliveryMethod.objects.get().warehouse.code == "main"
