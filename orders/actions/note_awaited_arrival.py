"""Note on the order that awaited goods came and are reserved."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.working_days import working_days_later
from catalog.actions.release_stock import prolong_stock
from catalog.models import Backorder
from orders.actions.note_history import note_history
from orders.actions.renew_reservation import reservation_days
from orders.enums import HistoryKind
from orders.events import awaited_reserved
from orders.models import Order


def note_awaited_arrival(*, holder: UUID, by: Actor, at: datetime) -> None:
    """Holds all the order's goods as long as those that came, and writes the entry once however often it is told.

    A holder that is no order is not ours. Locks: the held stock rows by primary key, the order. Announces:
    awaited_reserved, with the entry.
    """
    with change(by, at):
        order = Order.objects.filter(uid=holder).first()
        if order is None:
            return
        until = working_days_later(at, reservation_days(order))
        held = prolong_stock(holder=holder, until=until, by=by, at=at)
        order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
        arrived = Backorder.objects.filter(holder=holder).aggregate(pieces=Sum("arrived"))["pieces"] or 0
        entries = order.history.filter(kind=HistoryKind.AWAITED_RESERVED)
        if not held or not arrived or entries.filter(facts__arrived=arrived).exists():
            return
        order.reserved_until = until
        order.save(update_fields=["reserved_until"])
        note_history(order, HistoryKind.AWAITED_RESERVED, by=by, at=at, arrived=arrived, until=until.isoformat())
        announce(awaited_reserved, order_id=order.pk)
