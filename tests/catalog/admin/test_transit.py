"""Staff say what is on its way; those who wait get their days."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from catalog.models import Backorder, Transit
from tests.conftest import client_of
from tests.factories import make_product, make_user, make_warehouse

pytestmark = pytest.mark.django_db
ADD = "admin:catalog_transit_add"


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


@pytest.fixture
def waiting() -> Backorder:
    product = make_product("CF259X")
    return Backorder.objects.create(
        product=product, holder=product.uid, quantity=4, asked_at="2026-11-20T10:00:00Z", working_days=3
    )


def day_of(waiting: Backorder) -> str | None:
    waiting.refresh_from_db()
    return waiting.expected_on and waiting.expected_on.isoformat()


def test_a_day_is_said_changed_and_taken_back(client: Client, waiting: Backorder) -> None:
    said = {
        "product": "cf-259x",
        "warehouse": make_warehouse().pk,
        "expected_on": "2027-03-01",
        "quantity": 10,
    }
    client.post(reverse(ADD), said)
    transit = Transit.objects.get()
    assert (transit.quantity, day_of(waiting)) == (10, "2027-03-01")
    client.post(reverse("admin:catalog_transit_change", args=[transit.pk]), {"quantity": 2})
    transit = Transit.objects.get()
    assert (transit.quantity, day_of(waiting)) == (2, None)
    client.post(reverse("admin:catalog_transit_delete", args=[transit.pk]), {"post": "yes"})
    assert not Transit.objects.exists()


def test_a_second_row_of_one_day_is_refused(client: Client, waiting: Backorder) -> None:
    said = {"product": "CF259X", "warehouse": make_warehouse().pk, "expected_on": "2027-03-01", "quantity": 10}
    client.post(reverse(ADD), said)
    assert client.post(reverse(ADD), {**said, "quantity": 3}).status_code == 200
    assert Transit.objects.get().quantity == 10
    chosen = {"action": "delete_selected", "_selected_action": [Transit.objects.get().pk], "post": "yes"}
    client.post(reverse("admin:catalog_transit_changelist"), chosen)
    assert not Transit.objects.exists()
    assert day_of(waiting) is None
