"""Note on the order that its reservation ran out."""

from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.events import reservation_lost
from orders.models import Order

HOLDING = (HistoryKind.RESERVED, HistoryKind.RENEWED, HistoryKind.AWAITED_RESERVED)


def note_expired_reservation(*, holder: UUID, by: Actor, at: datetime) -> None:
    """Writes the entry once per reservation, however often the announcement comes.

    A holder that is no order is not ours. An order that waits for approval goes on waiting, with its budgets and
    credit. Locks: the order. Announces: reservation_lost, with the entry.
    """
    with change(by, at):
        order = Order.objects.select_for_update(no_key=True).filter(uid=holder).first()
        if order and _is_news(order):
            is_undecided = order.status == OrderStatus.APPROVAL
            kind = HistoryKind.APPROVAL_LATE if is_undecided else HistoryKind.RESERVATION_EXPIRED
            note_history(order, kind, by=by, at=at)
            announce(reservation_lost, order_id=order.pk)


def _is_news(order: Order) -> bool:
    """Goods were held since the last entry of this kind."""
    lost = (HistoryKind.RESERVATION_EXPIRED, HistoryKind.APPROVAL_LATE)
    last = order.history.filter(kind__in=(*HOLDING, *lost)).order_by("happened_at", "id").last()
    return last is None or last.kind not in lost
