"""How this room words what it tells people, once per order, event and person."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from b2b_portal.core.mail import queue_mail
from orders.models import Order
from orders.queries.tell import UNDER_WAY, buyer_to_tell, cancellation_of, manager_to_tell


def tell_order_placed(order: Order) -> None:
    """Confirms to the buyer what he ordered, and tells the account manager."""
    _tell_buyer("order_placed", order, is_reserved=True)
    _tell_manager("order_placed", order, is_reserved=True)


def tell_order_cancelled(order: Order) -> None:
    """Tells the buyer and the account manager, whichever of them did not cancel himself."""
    entry = cancellation_of(order)
    facts = {"reason": entry.facts.get("reason", "") if entry else "", "by_name": entry.by_name if entry else ""}
    known_to = entry.by_uid if entry else None
    _tell_buyer("order_cancelled", order, known_to=known_to, **facts)
    _tell_manager("order_cancelled", order, known_to=known_to, **facts)


def tell_reservation_ends(order: Order) -> None:
    """Warns the buyer; a reservation that was prolonged is worth another warning."""
    _tell_buyer("reservation_ends", order, key=f"{order.reserved_until:%Y%m%d%H%M}")


def tell_reservation_lost(order: Order) -> None:
    """Tells both that the goods are on sale again, unless the order is over anyway."""
    if order.status in UNDER_WAY:
        _tell_buyer("reservation_lost", order)
        _tell_manager("reservation_lost", order)


def _tell_buyer(kind: str, order: Order, **facts: Any) -> None:
    _tell(kind, order, buyer_to_tell(order), reverse("order", args=[order.number]), **facts)


def _tell_manager(kind: str, order: Order, **facts: Any) -> None:
    address = reverse("admin:orders_order_change", args=[order.pk])
    _tell(kind, order, manager_to_tell(order), address, for_manager=True, **facts)


def _tell(
    kind: str, order: Order, person: User | None, address: str, known_to: Any = None, key: str = "", **facts: Any
) -> None:
    if person is None or person.uid == known_to:
        return
    with timezone.override(person.time_zone):
        queue_mail(
            key=":".join(filter(None, [kind, str(order.uid), str(person.uid), key])),
            to=person.email,
            template=f"orders/mail/{kind}",
            language=person.language,
            context={
                "order": order,
                "lines": list(order.lines.all()),
                "person": person,
                "link": f"{settings.PUBLIC_URL}{address}",
                **facts,
            },
        )
