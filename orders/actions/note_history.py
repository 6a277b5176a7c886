"""Note what happened to an order."""

from datetime import datetime

from accounts.actors import Actor
from orders.enums import HistoryKind
from orders.models import History, Order


def note_history(order: Order, kind: HistoryKind, *, by: Actor, at: datetime, **facts: object) -> History:
    """Writes one append-only entry inside the caller's change()."""
    return History.objects.create(
        order=order, kind=kind, happened_at=at, by_uid=by.user_uid, by_name=by.name, facts=facts
    )
