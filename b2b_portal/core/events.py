"""Announcements that go up: a room announces a fact, receivers of the rooms above are owed one delivery each."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from celery import Task

from b2b_portal.core.models import Delivery


@dataclass(frozen=True)
class Event:
    """A fact in the past tense, e.g. Event("orders.order_placed")."""

    name: str


@dataclass(frozen=True)
class Receiver:
    """A task that wants to hear of an event, and the queue it runs on."""

    task: Task
    queue: str


_receivers: dict[str, dict[str, Receiver]] = defaultdict(dict)


def receive(event: Event, task: Task, *, queue: str = "default") -> None:
    """Registers `task` for `event`. The task gets the event's ids as keyword arguments and may run twice."""
    _receivers[event.name][task.name] = Receiver(task, queue)


def receiver_of(event_name: str, task_name: str) -> Receiver | None:
    """Returns the registered receiver, None when the code that owed it is gone."""
    return _receivers[event_name].get(task_name)


def announce(event: Event, **ids: Any) -> None:
    """Writes one delivery per receiver in the caller's transaction; ids must be JSON primitives."""
    Delivery.objects.bulk_create(
        Delivery(event=event.name, receiver=name, payload=ids) for name in _receivers[event.name]
    )
