"""Announcements that go up: a room announces a fact, receivers of the rooms above are owed one delivery each."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import Task
from django.db import connection, transaction

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models import Delivery

PAUSES = (timedelta(seconds=5), timedelta(seconds=30))


class NotNow(Exception):
    """What a receiver needs is away for everybody: the mail server, room on the disk. Not the delivery's own fault.

    Raised by a receiver, it makes the delivery wait without counting the attempt.
    """


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, e.g. Event("orders.order_placed")."""

    name: str


@dataclass(frozen=True)
class Receiver:
    """A task that wants to hear of an event, the queue it runs on, the pauses before its second and third attempt.

    When the third fails too, `given_up` is announced with the same ids. `seconds`: how long it may run where the
    settings' limit for tasks is too short.
    """

    task: Task
    queue: str = "default"
    pauses: tuple[timedelta, timedelta] = PAUSES
    given_up: Event | None = None
    seconds: int | None = None


_receivers: dict[str, dict[str, Receiver]] = defaultdict(dict)
_is_silent: ContextVar[bool] = ContextVar("is_silent", default=False)


def receive(
    event: Event,
    task: Task,
    *,
    queue: str = "default",
    pauses: tuple[timedelta, timedelta] = PAUSES,
    given_up: Event | None = None,
    seconds: int | None = None,
) -> None:
    """Registers `task` for `event`. The task gets the event's ids as keyword arguments and may run twice."""
    _receivers[event.name][task.name] = Receiver(task, queue, pauses, given_up, seconds)


def receiver_of(event_name: str, task_name: str) -> Receiver | None:
    """Returns the registered receiver, None when the code that owed it is gone."""
    return _receivers[event_name].get(task_name)


def announce(event: Event, **ids: Any) -> None:
    """Writes one delivery per receiver in the caller's transaction; ids must be JSON primitives.

    Raises RuntimeError outside a transaction: the fact and its announcement could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.name} announced outside the transaction that makes it true")
    if _is_silent.get():
        return
    Delivery.objects.bulk_create(
        Delivery(event=event.name, receiver=name, payload=ids) for name in _receivers[event.name]
    )


@contextmanager
def unannounced() -> Iterator[None]:
    """One transaction whose actions announce nothing: for facts brought in from the past, of which nobody is told.

    Whoever uses it does himself what receivers would have done. Each action keeps an audit context of its own. The
    role's limit on the length of a transaction is lifted for it.
    """
    token = _is_silent.set(True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_timeout = 0")
            yield
    finally:
        _is_silent.reset(token)


def owe_again(event: Event, task: Task, **ids: Any) -> bool:
    """Owes one receiver an event that it seems to have missed; for sweeps. Tells whether it wrote a delivery.

    It does not while a delivery is under way, nor after one was given up: that one waits for staff.
    """
    owed = Delivery.objects.filter(event=event.name, receiver=task.name, payload=ids).exclude(state=DeliveryState.DONE)
    if owed.exists():
        return False
    Delivery.objects.create(event=event.name, receiver=task.name, payload=ids)
    return True
