"""The dispatcher and the broker: what the broker loses or refuses stays owed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models.functions import Now

from b2b_portal.core import outbox
from b2b_portal.core.dispatcher import dispatch_once
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import announce
from b2b_portal.core.models import Delivery
from tests.core.brokers import Broker, celery_uses, own_broker
from tests.core.receivers import registered, thing_happened

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker() -> Iterator[Broker]:
    with own_broker() as broker, celery_uses(broker.url):
        yield broker


@pytest.fixture(autouse=True)
def _receiver() -> Iterator[None]:
    with registered(lambda **_: None, queue="pdf", seconds=300):
        yield


def owe(times: int = 1) -> None:
    with transaction.atomic():
        for number in range(times):
            announce(thing_happened, number=number)


def let_time_pass() -> None:
    past = Now() - timedelta(seconds=1)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(next_at=past)
    Delivery.objects.filter(state=DeliveryState.SENT).update(lease_until=past)


def states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts"))


def test_dispatch_once_sends_to_the_queue_of_the_receiver(broker: Broker):
    owe(3)

    assert dispatch_once() == 3
    assert dispatch_once() == 0

    assert (broker.length("pdf"), broker.length("default")) == (3, 0)
    assert states() == [("sent", 0)] * 3


def test_dispatch_once_says_how_long_a_receiver_may_take(broker: Broker):
    owe()
    dispatch_once()
    [message] = broker.messages("pdf")
    assert message["headers"]["timelimit"] == [320, 300]


@pytest.mark.slow
def test_dispatch_once_waits_for_a_broker_that_is_down_and_goes_on_when_it_is_back(broker: Broker):
    broker.stop()
    owe(3)

    assert dispatch_once() == 0
    assert states() == [("waiting", 0)] * 3
    assert not Delivery.objects.filter(next_at__lte=Now()).exists()

    broker.start()
    let_time_pass()
    assert dispatch_once() == 3
    assert broker.length("pdf") == 3


def test_dispatch_once_sends_again_what_the_broker_lost(broker: Broker):
    owe(2)
    dispatch_once()
    broker.stop()
    broker.start()
    assert broker.length("pdf") == 0
    assert dispatch_once() == 0

    let_time_pass()
    let_time_pass()
    if dispatch_once() == 0:  # the connection that broke is noticed by the first message
        let_time_pass()
        dispatch_once()

    assert broker.length("pdf") == 2


@pytest.mark.slow
def test_dispatch_once_at_a_closed_port_counts_nothing():
    owe()
    with celery_uses("redis://127.0.0.1:1/0"):
        for _ in range(3):
            let_time_pass()
            assert dispatch_once() == 0

    assert states() == [("waiting", 0)]


def test_dispatch_once_survives_a_database_that_is_away(monkeypatch, caplog):
    def away(limit: int = 50) -> list[outbox.Handover]:
        raise DatabaseError("server closed the connection unexpectedly")

    monkeypatch.setattr(outbox, "hand_over", away)
    monkeypatch.setattr("b2b_portal.core.dispatcher.connection.close", lambda: None)

    assert dispatch_once() == 0
    assert "the database does not answer" in caplog.text
