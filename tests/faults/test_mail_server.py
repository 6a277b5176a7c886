"""The mail server is away: mails wait, the shop goes on, and each mail arrives once."""

import time

import pytest
from django.urls import reverse

from b2b_portal.core.enums import MailState
from b2b_portal.core.models import Delivery, Mail
from b2b_portal.core.tasks import send_mail
from catalog.models import Product
from documents.enums import DocumentState
from documents.models import Document
from orders.models import Order
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.faults.sink import Sink
from tests.faults.visitor import Visitor
from tests.waiting import wait_until

ORDERS = 3
TRIES_OF_A_MAIL = 3  # what a mail is given that the server refuses


@pytest.mark.slow
def test_mails_wait_for_a_server_that_is_away_and_arrive_once(shop: Shop, sink: Sink) -> None:
    buyer, product = make_actor(), make_product()
    make_price(product)
    make_stock(product)
    visitor = Visitor.signed_in(shop.port, buyer)
    sink.close()

    numbers = [_order(visitor, product) for _ in range(ORDERS)]
    papers = Document.objects.filter(order__number__in=numbers, state=DocumentState.READY)
    wait_until(lambda: papers.count() == ORDERS)
    waiting = Delivery.objects.filter(receiver=send_mail.name, error__contains="refused")
    wait_until(lambda: waiting.filter(fence__gt=TRIES_OF_A_MAIL).count() >= ORDERS)

    unsent = Mail.objects.exclude(state=MailState.SENT)
    assert unsent.count() >= ORDERS
    assert set(unsent.exclude(error="").values_list("state", flat=True)) <= {MailState.QUEUED, MailState.SENDING}
    assert not Delivery.objects.filter(state="dead").exists()
    assert visitor.get(reverse("order", args=[numbers[0]])).status == 200

    sink.open()
    opened = time.monotonic()
    wait_until_nothing_is_owed()
    assert time.monotonic() - opened < 15
    assert not unsent.exists()
    assert all(sink.copies_of(mail) == 1 for mail in Mail.objects.filter(to=buyer.user.email))
    assert Mail.objects.filter(to=buyer.user.email).count() >= ORDERS
    assert Order.objects.filter(number__in=numbers).count() == ORDERS


def _order(visitor: Visitor, product: Product) -> int:
    assert visitor.add(product).status == 302
    _, fields = visitor.order_form()
    number = visitor.order(fields).order_number
    assert number
    return number
