"""Valkey is away: nobody notices but the papers and mails, which come when it is back."""

import time

import pytest
from django.urls import reverse

from b2b_portal.core.models import Mail
from documents.enums import DocumentState
from documents.models import Document
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.faults.sink import Sink
from tests.faults.visitor import Visitor
from tests.waiting import wait_until

SLOWEST_ANSWER = 10


@pytest.mark.slow
def test_pages_and_checkout_do_without_the_broker_and_papers_follow(shop: Shop, sink: Sink) -> None:
    buyer, product = make_actor(), make_product()
    make_price(product)
    make_stock(product)
    visitor = Visitor.signed_in(shop.port, buyer)
    assert visitor.get(reverse("overview")).status == 200
    shop.kill("valkey")

    began = time.monotonic()
    assert visitor.add(product).status == 302
    _, fields = visitor.order_form()
    number = visitor.order(fields).order_number
    assert time.monotonic() - began < SLOWEST_ANSWER
    assert number
    assert visitor.get(reverse("order", args=[number])).status == 200
    assert visitor.get("/readyz").status == 200
    wait_until(lambda: "the broker does not answer" in shop.log_of("dispatcher"))
    assert not Document.objects.filter(order__number=number).exists()

    shop.start("valkey")
    wait_until_nothing_is_owed()
    assert Document.objects.get(order__number=number).state == DocumentState.READY
    assert Mail.objects.filter(to=buyer.user.email).exists()
    assert all(sink.copies_of(mail) == 1 for mail in Mail.objects.filter(to=buyer.user.email))
