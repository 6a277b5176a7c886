"""Tasks that exist only in tests, to be owed events; each test says what its receiver does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task

from b2b_portal.core import events
from b2b_portal.core.events import Event, receive

thing_happened = Event("tests.thing_happened")
thing_given_up = Event("tests.thing_given_up")

Doing = Callable[..., None]
_doing: dict[str, Doing] = {}


@shared_task(name="tests.work")
def work(**ids: Any) -> None:
    """Does what the test wants."""
    _doing["work"](**ids)


@shared_task(name="tests.mourn")
def mourn(**ids: Any) -> None:
    """Hears of what was given up."""
    _doing["mourn"](**ids)


@contextmanager
def registered(doing: Doing, mourning: Doing | None = None, **options: Any) -> Iterator[None]:
    """`work` hears of thing_happened and does `doing` until the block ends."""
    receive(thing_happened, work, given_up=thing_given_up if mourning else None, **options)
    receive(thing_given_up, mourn)
    _doing.update(work=doing, mourn=mourning or (lambda **_: None))
    try:
        yield
    finally:
        for event in (thing_happened, thing_given_up):
            events._receivers.pop(event.name)
