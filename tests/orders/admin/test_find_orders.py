"""Staff find an order by what they have at hand."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from orders.models import Order
from tests.conftest import client_of
from tests.factories import make_actor, make_company
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders() -> dict[str, Order]:
    """Two orders of two companies; the first has a number of the buyer's own."""
    first = place_one(make_actor(make_company("ООО «Ромашка»", code="romashka")))
    Order.objects.filter(pk=first.pk).update(buyer_number="PO-77/26")
    return {"first": first, "second": place_one(make_actor(make_company("ООО «Василёк»", code="vasilek")))}


def found(client: Client, text: str) -> set[int]:
    page = client.get(reverse("admin:orders_order_changelist"), {"q": text})
    return set(page.context["cl"].queryset.values_list("number", flat=True))


@pytest.mark.parametrize("text", ["ромаш", "ROMASHKA", "po-77", "{inn}", " {number} "])
def test_an_order_is_found_by_what_names_it(orders: dict[str, Order], text: str) -> None:
    first, client = orders["first"], client_of(make_staff())
    asked = text.format(inn=first.company.inn, number=first.number)
    assert found(client, asked) == {first.number}


@pytest.mark.parametrize("text", ["77/26", "нет такой", "9" * 30, "²"])
def test_other_words_find_no_order(orders: dict[str, Order], text: str) -> None:
    assert found(client_of(make_staff()), text) == set()


def test_no_words_leave_the_list_whole(orders: dict[str, Order], buyer: Actor) -> None:
    assert len(found(client_of(make_staff()), "  ")) == 2
