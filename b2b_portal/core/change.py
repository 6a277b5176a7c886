"""The one way into a transaction that changes business facts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from uuid import UUID

import pghistory
from django.db import transaction


class Author(Protocol):
    """Who changes: what the audit needs to know of an Actor."""

    @property
    def user_uid(self) -> UUID | None: ...
    @property
    def company_uid(self) -> UUID | None: ...
    @property
    def on_behalf_of_uid(self) -> UUID | None: ...
    @property
    def channel(self) -> str: ...


@contextmanager
def change(by: Author, at: datetime) -> Iterator[None]:
    """Opens the transaction and the audit context; nested calls join the outer ones.

    Audit rows written inside carry who (`user`, `on_behalf_of`), for which company, through which channel, and `at`.
    """
    facts = {
        "user": _text(by.user_uid),
        "company": _text(by.company_uid),
        "on_behalf_of": _text(by.on_behalf_of_uid),
        "channel": by.channel,
        "at": at.isoformat(),
    }
    with transaction.atomic(), pghistory.context(**facts):
        yield


def _text(uid: UUID | None) -> str | None:
    return str(uid) if uid else None
