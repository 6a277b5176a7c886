"""Deliveries: claimed under leases, counted before the work, given up after three failures.

States: waiting -> sent (handed to the broker) -> running (a worker began) -> done | waiting again | dead.
A lease that ran out means that the broker lost the message or the worker died: the row is handed out again. Every
hand-over has its own fence number, so a late copy of an old message finds the fence changed and does nothing.
A row that nobody began the last time gets a longer lease, or stopped workers would find hours of stale copies.
What is away for everybody (`NotNow`) counts no attempt: the row waits for it, for three days at most.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import PAUSES, announce, receiver_of
from b2b_portal.core.models import Delivery

LEASE = timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
LONG_LEASE = 5 * LEASE
RENEW_SECONDS = settings.DELIVERY_LEASE_SECONDS / 3
POSTPONED = timedelta(seconds=settings.DELIVERY_POSTPONE_SECONDS)
PATIENCE = timedelta(days=3)
MAX_ATTEMPTS = 3
MAX_IN_FLIGHT = 200
MOST_ERROR = 2_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handover:
    """One hand-over of one delivery."""

    delivery_id: int
    fence: int
    event: str
    receiver: str


def hand_over(limit: int = 50) -> list[Handover]:
    """Claims due deliveries for the broker; leaves those that other dispatchers hold. Locks: the rows, SKIP LOCKED."""
    bury_poison()
    in_flight = Delivery.objects.filter(state=DeliveryState.SENT, lease_until__gt=Now()).count()
    room = min(limit, MAX_IN_FLIGHT - in_flight)
    if room <= 0:
        return []
    due = (
        Q(state=DeliveryState.WAITING, next_at__lte=Now())
        | Q(state=DeliveryState.SENT, lease_until__lte=Now())
        | Q(state=DeliveryState.RUNNING, lease_until__lte=Now(), attempts__lt=MAX_ATTEMPTS)
    )
    lease = Case(When(state=DeliveryState.SENT, then=Now() + LONG_LEASE), default=Now() + LEASE)
    with transaction.atomic():
        rows = list(Delivery.objects.select_for_update(skip_locked=True).filter(due).order_by("id")[:room])
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=DeliveryState.SENT, fence=F("fence") + 1, lease_until=lease
        )
    return [Handover(row.pk, row.fence + 1, row.event, row.receiver) for row in rows]


def take_back(handovers: list[Handover], delay: timedelta) -> None:
    """Makes deliveries wait again that the broker did not take; no attempt is counted."""
    for handover in handovers:
        _held(handover.delivery_id, handover.fence, DeliveryState.SENT).update(
            state=DeliveryState.WAITING, next_at=Now() + delay, lease_until=None
        )


def bury_poison() -> int:
    """Gives up deliveries whose worker died on the last allowed attempt. Returns how many."""
    lost = Q(state=DeliveryState.RUNNING, lease_until__lte=Now(), attempts__gte=MAX_ATTEMPTS)
    with transaction.atomic():
        rows = list(Delivery.objects.select_for_update(skip_locked=True).filter(lost).order_by("id")[:50])
        for row in rows:
            _give_up(row, "The worker died during the last attempt.")
    return len(rows)


def begin(delivery_id: int, fence: int) -> Delivery | None:
    """Counts the attempt, committed before the work. None: another hand-over took the row, or it is final."""
    begun = _held(delivery_id, fence, DeliveryState.SENT).update(
        state=DeliveryState.RUNNING, attempts=F("attempts") + 1, lease_until=Now() + LEASE
    )
    return Delivery.objects.get(pk=delivery_id) if begun else None


def finish(delivery: Delivery) -> None:
    """Marks the delivery done."""
    _held(delivery.pk, delivery.fence, DeliveryState.RUNNING).update(
        state=DeliveryState.DONE, done_at=Now(), lease_until=None, error=""
    )


def fail(delivery: Delivery, error: str) -> None:
    """Plans the next attempt, or gives the delivery up after the third."""
    if delivery.attempts >= MAX_ATTEMPTS:
        _give_up(delivery, error)
        return
    receiver = receiver_of(delivery.event, delivery.receiver)
    pauses = receiver.pauses if receiver else PAUSES
    _held(delivery.pk, delivery.fence, DeliveryState.RUNNING).update(
        state=DeliveryState.WAITING,
        error=_storable(error),
        next_at=Now() + pauses[delivery.attempts - 1],
        lease_until=None,
    )


def postpone(delivery: Delivery, reason: str) -> None:
    """Makes the delivery wait for what is away for everybody, without counting the attempt; an old one fails."""
    held = _held(delivery.pk, delivery.fence, DeliveryState.RUNNING)
    if not held.filter(created_at__gt=Now() - PATIENCE).update(
        state=DeliveryState.WAITING,
        attempts=F("attempts") - 1,
        error=_storable(reason),
        next_at=Now() + POSTPONED,
        lease_until=None,
    ):
        fail(delivery, reason)


def retry_dead(delivery_ids: list[int]) -> int:
    """Gives dead deliveries three new attempts. Returns how many."""
    return Delivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.DEAD).update(
        state=DeliveryState.WAITING, attempts=0, next_at=Now(), error=""
    )


@contextmanager
def renewed_lease(delivery: Delivery, every: float = RENEW_SECONDS) -> Iterator[None]:
    """Renews the lease from a thread of its own while the body runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(delivery, stop, every), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(delivery: Delivery, stop: threading.Event, every: float) -> None:
    try:
        while not stop.wait(every):
            try:
                _held(delivery.pk, delivery.fence, DeliveryState.RUNNING).update(lease_until=Now() + LEASE)
            except DatabaseError as error:
                logger.warning("the lease of delivery %s is not renewed: %s", delivery.pk, error)
                connection.close()
    finally:
        connection.close()


def _give_up(delivery: Delivery, error: str) -> None:
    receiver = receiver_of(delivery.event, delivery.receiver)
    with transaction.atomic():
        held = _held(delivery.pk, delivery.fence, DeliveryState.RUNNING)
        if not held.update(state=DeliveryState.DEAD, error=_storable(error), lease_until=None):
            return
        if receiver and receiver.given_up:
            announce(receiver.given_up, **delivery.payload)
    logger.error("delivery %s of %s to %s given up: %s", delivery.pk, delivery.event, delivery.receiver, error)


def _storable(error: str) -> str:
    return error.replace("\0", "\ufffd")[:MOST_ERROR]


def _held(delivery_id: int, fence: int, state: DeliveryState) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery_id, fence=fence, state=state)
