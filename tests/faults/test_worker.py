"""The worker dies while it renders: every order gets its file and its mail, once."""

import pytest

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models import Delivery, Mail
from b2b_portal.core.tasks import send_mail
from documents import tasks
from documents.enums import DocumentState
from documents.models import Document
from orders.models import Order
from tests.factories import make_actor
from tests.factories.orders import place_one
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.faults.sink import Sink
from tests.waiting import wait_until

ORDERS = 20
MADE_BEFORE_THE_KILL = 4


@pytest.mark.slow
def test_a_worker_killed_during_twenty_renders_makes_twenty_files_and_mails_each_once(shop: Shop, sink: Sink) -> None:
    """No mail is under way at the kill: one that the server has taken and we have not noted would come twice."""
    buyer = make_actor()
    orders = [place_one(buyer) for _ in range(ORDERS)]
    papers = Document.objects.filter(order__in=orders)
    running = Delivery.objects.filter(state=DeliveryState.RUNNING)

    def is_caught_rendering() -> bool:
        if papers.filter(state=DocumentState.READY).count() < MADE_BEFORE_THE_KILL:
            return False
        shop.freeze("worker")
        receivers = set(running.values_list("receiver", flat=True))
        if tasks.render.name in receivers and send_mail.name not in receivers:
            return True
        shop.thaw("worker")
        return False

    wait_until(is_caught_rendering, seconds=60)
    shop.kill("worker")
    lost = list(running.filter(receiver=tasks.render.name).values_list("pk", flat=True))
    assert papers.filter(state=DocumentState.READY).count() < ORDERS
    shop.start("worker")
    wait_until_nothing_is_owed()

    assert set(Delivery.objects.filter(pk__in=lost).values_list("attempts", flat=True)) == {2}
    assert papers.count() == Order.objects.filter(pk__in=[order.pk for order in orders]).count() == ORDERS
    assert papers.filter(state=DocumentState.READY).values("file__sha256").distinct().count() == ORDERS
    assert all((shop.media / path).is_file() for path in papers.values_list("file__path", flat=True))
    mails = Mail.objects.filter(to=buyer.user.email, key__in=[f"{one.kind}:{one.uid}" for one in papers])
    assert [sink.copies_of(mail) for mail in mails] == [1] * ORDERS
    assert all(sink.copies_of(mail) == 1 for mail in Mail.objects.all())
