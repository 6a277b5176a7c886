import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from catalog.models import Stock
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_actor, make_user
from tests.factories.orders import place_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client() -> Client:
    """A browser in which a superuser is signed in."""
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def verb(name: str, order: Order) -> str:
    """The address of a verb's page."""
    return reverse(f"admin:orders_order_{name}", args=[order.pk])


def test_an_order_is_confirmed_and_shipped_here(staff_client: Client) -> None:
    order = place_one(make_actor())
    page = reverse("admin:orders_order_change", args=[order.pk])
    assert verb("confirm", order) in staff_client.get(page).text
    assert verb("ship", order) not in staff_client.get(page).text
    assert staff_client.post(verb("confirm", order)).url == page
    assert staff_client.post(verb("ship", order)).url == page
    order.refresh_from_db()
    assert order.status == "shipped"
    assert not Stock.objects.filter(reserved__gt=0).exists()
