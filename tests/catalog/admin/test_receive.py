"""Staff receive goods on the product's page; those who wait get theirs first."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.queries.staff import StaffOnly
from catalog.actions.receive_stock import receive_stock
from catalog.models import Stock
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from tests.conftest import client_of
from tests.factories import make_price, make_product, make_user, make_warehouse

pytestmark = pytest.mark.django_db


def test_a_receipt_reserves_for_the_order_that_waits(buyer: Actor) -> None:
    now, product, main = timezone.now(), make_product("CF259X"), make_warehouse()
    make_price(product)
    change_cart_line(product=product, quantity=3, by=buyer, at=now)
    place_order(key=product.uid, by=buyer, at=now, may_await=True)
    staff = client_of(Actor(user=make_user(is_staff=True, is_superuser=True)))
    page = reverse("admin:catalog_product_receive", args=[product.pk])
    assert page in staff.get(reverse("admin:catalog_product_change", args=[product.pk])).content.decode()
    assert staff.post(page, {"warehouse": main.pk, "quantity": "5"}).status_code == 302
    assert Stock.objects.values_list("on_hand", "reserved").get() == (5, 3)


@pytest.mark.parametrize("quantity", ["", "0", "-1", "many", "10000000000"])
def test_a_wrong_quantity_is_refused_in_the_form(quantity: str) -> None:
    product, main = make_product(), make_warehouse()
    staff: Client = client_of(Actor(user=make_user(is_staff=True, is_superuser=True)))
    page = reverse("admin:catalog_product_receive", args=[product.pk])
    assert staff.post(page, {"warehouse": main.pk, "quantity": quantity}).status_code == 422
    assert not Stock.objects.exists()


def test_receive_stock_is_for_staff(buyer: Actor) -> None:
    with pytest.raises(StaffOnly):
        receive_stock(product=make_product(), warehouse=make_warehouse(), quantity=1, by=buyer, at=timezone.now())
