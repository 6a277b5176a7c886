"""Deliveries: the row decides. Leases, fences, attempts, the dead list."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from b2b_portal.core import outbox
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import NotNow, announce
from b2b_portal.core.models import Delivery
from b2b_portal.core.outbox import Handover
from b2b_portal.core.tasks import deliver, prune_deliveries
from tests.core.receivers import registered, thing_happened

AGO = timedelta(seconds=1)


@pytest.fixture
def done() -> list[dict[str, Any]]:
    """What the receiver was given, once per run."""
    return []


@pytest.fixture
def receiver(done: list[dict[str, Any]]) -> Iterator[None]:
    with registered(lambda **ids: done.append(ids)):
        yield


def owe(number: int = 7) -> Delivery:
    with transaction.atomic():
        announce(thing_happened, number=number)
    return Delivery.objects.latest("id")


def run(handover: Handover) -> None:
    """What a worker does with the message."""
    deliver(handover.delivery_id, handover.fence)


def let_lease_run_out(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(lease_until=Now() - AGO)


def let_pause_pass(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_at=Now() - AGO)


@pytest.mark.django_db
def test_deliver_runs_the_receiver_once_and_is_done(receiver, done):
    delivery = owe()
    (handover,) = outbox.hand_over()

    run(handover)
    run(handover)

    delivery.refresh_from_db()
    assert done == [{"number": 7}]
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.DONE, 1, "")
    assert delivery.done_at is not None
    assert outbox.hand_over() == []


@pytest.mark.django_db
def test_hand_over_leaves_what_is_not_due(receiver):
    delivery = owe()
    Delivery.objects.filter(pk=delivery.pk).update(next_at=Now() + timedelta(minutes=1))

    assert outbox.hand_over() == []


@pytest.mark.django_db
def test_hand_over_hands_a_lost_message_out_again_and_the_late_copy_does_nothing(receiver, done):
    delivery = owe()
    (lost,) = outbox.hand_over()
    assert outbox.hand_over() == []
    let_lease_run_out(delivery)

    (second,) = outbox.hand_over()
    run(lost)

    assert second.fence == lost.fence + 1
    assert done == []
    run(second)
    assert done == [{"number": 7}]
    delivery.refresh_from_db()
    assert delivery.attempts == 1


@pytest.mark.django_db
def test_hand_over_after_a_worker_died_counts_its_attempt(receiver, done):
    delivery = owe()
    (first,) = outbox.hand_over()
    assert outbox.begin(first.delivery_id, first.fence) is not None  # and then the worker is killed
    assert outbox.hand_over() == []
    let_lease_run_out(delivery)

    (second,) = outbox.hand_over()
    run(second)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, done) == (DeliveryState.DONE, 2, [{"number": 7}])


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_cannot_end_the_delivery_of_another(receiver):
    delivery = owe()
    (first,) = outbox.hand_over()
    slow = outbox.begin(first.delivery_id, first.fence)
    assert slow
    let_lease_run_out(delivery)
    (second,) = outbox.hand_over()
    assert outbox.begin(second.delivery_id, second.fence)

    outbox.fail(slow, "late")
    outbox.finish(slow)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.RUNNING, 2, "")


@pytest.mark.django_db
def test_hand_over_waits_longer_for_what_nobody_began(receiver):
    delivery = owe()
    outbox.hand_over()
    delivery.refresh_from_db()
    first = delivery.lease_until
    let_lease_run_out(delivery)
    outbox.hand_over()
    delivery.refresh_from_db()

    assert first is not None
    assert delivery.lease_until is not None
    assert delivery.lease_until - first > outbox.LONG_LEASE - outbox.LEASE - timedelta(seconds=30)


@pytest.mark.django_db
def test_hand_over_fills_the_broker_only_so_far(receiver, monkeypatch):
    monkeypatch.setattr(outbox, "MAX_IN_FLIGHT", 3)
    for number in range(5):
        owe(number)

    handovers = outbox.hand_over()

    assert len(handovers) == 3
    assert outbox.hand_over() == []
    run(handovers[0])
    assert len(outbox.hand_over()) == 1


@pytest.mark.django_db
def test_deliver_gives_up_after_three_failures_and_says_so():
    mourned: list[dict[str, Any]] = []
    with registered(_poison, lambda **ids: mourned.append(ids)):
        delivery = owe()
        for attempt, pause in enumerate([5, 30, None], 1):
            let_pause_pass(delivery)
            run(outbox.hand_over()[-1])
            delivery.refresh_from_db()
            assert delivery.attempts == attempt
            assert delivery.error == "ValueError: poison \ufffd"
            if pause:
                assert delivery.state == DeliveryState.WAITING
                waits = Delivery.objects.filter(pk=delivery.pk, next_at__gt=Now() + timedelta(seconds=pause - 2))
                assert waits.filter(next_at__lt=Now() + timedelta(seconds=pause + 2)).exists()
                assert outbox.hand_over() == []
        assert delivery.state == DeliveryState.DEAD
        (farewell,) = outbox.hand_over()
        run(farewell)

    assert mourned == [{"number": 7}]


@pytest.mark.django_db
def test_bury_poison_gives_up_what_killed_three_workers():
    mourned: list[dict[str, Any]] = []
    with registered(lambda **_: None, lambda **ids: mourned.append(ids)):
        delivery = owe()
        for _ in range(3):
            (handover,) = outbox.hand_over()
            assert outbox.begin(handover.delivery_id, handover.fence)
            let_lease_run_out(delivery)

        (farewell,) = outbox.hand_over()
        run(farewell)

        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, 3)
        assert "worker died" in delivery.error
        assert mourned == [{"number": 7}]
        assert outbox.hand_over() == []


@pytest.mark.django_db
def test_retry_dead_gives_three_new_attempts():
    with registered(_poison):
        delivery = owe()
        _fail_three_times(delivery)
    assert outbox.retry_dead([delivery.pk]) == 1
    assert outbox.retry_dead([delivery.pk]) == 0

    done: list[dict[str, Any]] = []
    with registered(lambda **ids: done.append(ids)):
        (handover,) = outbox.hand_over()
        run(handover)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, done) == (DeliveryState.DONE, 1, [{"number": 7}])


@pytest.mark.django_db
def test_retry_dead_gives_the_first_hand_over_the_short_lease():
    with registered(_poison):
        delivery = owe()
        _fail_three_times(delivery)
        outbox.retry_dead([delivery.pk])
        outbox.hand_over()

    assert Delivery.objects.filter(lease_until__lte=Now() + outbox.LEASE).exists()


@pytest.mark.django_db
def test_deliver_that_is_told_not_now_waits_without_counting_the_attempt():
    with registered(_not_now):
        delivery = owe()
        for _ in range(5):
            let_pause_pass(delivery)
            (handover,) = outbox.hand_over()
            run(handover)
            delivery.refresh_from_db()
            assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
            assert delivery.error == "no server \ufffd"
            assert outbox.hand_over() == []

    waits = Delivery.objects.filter(next_at__gt=Now(), next_at__lte=Now() + outbox.POSTPONED)
    assert waits.exists()
    done: list[dict[str, Any]] = []
    with registered(lambda **ids: done.append(ids)):
        let_pause_pass(delivery)
        (handover,) = outbox.hand_over()
        delivery.refresh_from_db()
        assert Delivery.objects.filter(lease_until__lte=Now() + outbox.LEASE).exists()
        run(handover)
    assert done == [{"number": 7}]


@pytest.mark.django_db
def test_postpone_loses_its_patience_after_three_days():
    with registered(_not_now):
        delivery = owe()
        Delivery.objects.update(created_at=Now() - outbox.PATIENCE)
        _fail_three_times(delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, 3)


@pytest.mark.django_db
def test_deliver_without_a_registered_receiver_fails_and_is_kept():
    delivery = Delivery.objects.create(event="tests.thing_happened", receiver="tests.gone", payload={})
    (handover,) = outbox.hand_over()

    run(handover)

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert "No receiver tests.gone" in delivery.error


@pytest.mark.django_db
def test_take_back_counts_no_attempt(receiver, done):
    delivery = owe()
    outbox.take_back(outbox.hand_over(), timedelta(seconds=0))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 0)
    (again,) = outbox.hand_over()
    run(again)
    assert done == [{"number": 7}]


@pytest.mark.django_db
def test_prune_deliveries_keeps_the_young_and_the_dead(receiver):
    old, young, dead = owe(1), owe(2), owe(3)
    long_ago = Now() - timedelta(days=15)
    Delivery.objects.filter(pk=old.pk).update(state=DeliveryState.DONE, done_at=long_ago)
    Delivery.objects.filter(pk=young.pk).update(state=DeliveryState.DONE, done_at=Now())
    Delivery.objects.filter(pk=dead.pk).update(state=DeliveryState.DEAD, next_at=long_ago)

    prune_deliveries()

    assert set(Delivery.objects.values_list("pk", flat=True)) == {young.pk, dead.pk}


@pytest.mark.django_db(transaction=True)
def test_hand_over_by_two_dispatchers_hands_each_delivery_out_once(receiver):
    for number in range(40):
        owe(number)
    gate = threading.Barrier(4)

    def dispatcher(_number: int) -> list[int]:
        try:
            gate.wait(timeout=30)
            return [handover.delivery_id for _ in range(10) for handover in outbox.hand_over(limit=3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        handed = [one for part in pool.map(dispatcher, range(4)) for one in part]

    assert len(handed) == len(set(handed)) == 40


@pytest.mark.django_db(transaction=True)
def test_deliver_of_one_message_by_two_workers_runs_once(done):
    both_there = threading.Barrier(2)
    with registered(lambda **ids: done.append(ids)):
        owe()
        (handover,) = outbox.hand_over()

        def worker(_number: int) -> None:
            try:
                both_there.wait(timeout=30)
                run(handover)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(worker, range(2)))

    assert done == [{"number": 7}]


@pytest.mark.django_db(transaction=True)
def test_renewed_lease_is_renewed_while_the_work_runs(receiver):
    delivery = owe()
    (handover,) = outbox.hand_over()
    begun = outbox.begin(handover.delivery_id, handover.fence)
    assert begun
    let_lease_run_out(delivery)
    is_renewed = Delivery.objects.filter(pk=delivery.pk, lease_until__gt=Now())
    pause = threading.Event()

    with outbox.renewed_lease(begun, every=0.02):
        for _ in range(500):
            if is_renewed.exists():
                break
            pause.wait(0.02)
        assert is_renewed.exists()


def _poison(**_ids: Any) -> None:
    raise ValueError("poison \0")


def _not_now(**_ids: Any) -> None:
    raise NotNow("no server \0")


def _fail_three_times(delivery: Delivery) -> None:
    for _ in range(3):
        let_pause_pass(delivery)
        run(outbox.hand_over()[-1])
