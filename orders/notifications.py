"""How this room words what it tells people, once per order, event and person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy

from accounts.actions.notify import notify
from accounts.models import User
from orders.actions.note_expired_reservation import HOLDING
from orders.actions.renew_reservation import renewals_left
from orders.delivery import promised_day
from orders.enums import HistoryKind
from orders.models import History, Order
from orders.payment_words import paid_words
from orders.queries.price_letters import PriceLetter
from orders.queries.tell import (
    UNDER_WAY,
    buyer_to_tell,
    last_entry,
    lines_cancelled_since,
    manager_to_tell,
    told_lines,
)

LATELY = timedelta(days=1)
NOTHING_COMES = {"order_cancelled", "order_returned", "reservation_lost"}  # mails that promise no delivery


def tell_order_placed(order: Order) -> None:
    """Confirms to the buyer what he ordered, and tells the account manager. Only here the day of arrival is news."""
    _tell_both("order_placed", order, is_reserved=True, arrives_on=promised_day(order.delivery))


def tell_order_confirmed(order: Order) -> None:
    """Tells the buyer that we took the order up."""
    _tell_buyer("order_confirmed", order, is_reserved=True, **_author(last_entry(order, HistoryKind.CONFIRMED)))


def tell_order_shipped(order: Order) -> None:
    """Tells the buyer that the goods are on their way, or wait for him."""
    _tell_buyer("order_shipped", order, **_author(last_entry(order, HistoryKind.SHIPPED)))


def tell_order_changed(order: Order, at: datetime) -> None:
    """Tells of every line that was taken off lately, the buyer and the account manager, whoever did not do it."""
    for entry in lines_cancelled_since(order, at - LATELY):
        facts = {"entry": entry.facts, **_author(entry)}
        _tell_both("order_changed", order, key=str(entry.pk), is_reserved=True, **facts)


def tell_order_cancelled(order: Order) -> None:
    """Tells the buyer and the account manager, whichever of them did not cancel himself."""
    entry = last_entry(order, HistoryKind.CANCELLED)
    reason = entry.facts.get("reason", "") if entry else ""
    was_placed = last_entry(order, HistoryKind.PLACED) is not None
    tell = _tell_both if was_placed else _tell_buyer  # what was never placed our people never saw
    tell("order_cancelled", order, reason=reason, **_author(entry))


def tell_order_returned(order: Order) -> None:
    """Tells the author who returned his order, and why."""
    entry = last_entry(order, HistoryKind.RETURNED)
    _tell_buyer("order_returned", order, reason=entry.facts.get("reason", "") if entry else "", **_author(entry))


def tell_awaited_reserved(order: Order) -> None:
    """Tells the buyer that awaited goods came and until when everything is held, once per arrival."""
    entry = last_entry(order, HistoryKind.AWAITED_RESERVED)
    if entry and order.status in UNDER_WAY:
        _tell_buyer("awaited_reserved", order, key=str(entry.pk), is_reserved=True, arrived=entry.facts["arrived"])


def tell_reservation_ends(order: Order) -> None:
    """Warns the buyer; a reservation that was prolonged is worth another warning."""
    _tell_buyer("reservation_ends", order, key=f"{order.reserved_until:%Y%m%d%H%M}", renewals_left=renewals_left(order))


def tell_reservation_lost(order: Order) -> None:
    """Tells both, once per loss, that the goods are on sale again, unless they are held anew or the order is over."""
    entry = last_entry(order, *HOLDING, HistoryKind.RESERVATION_EXPIRED)
    if order.status in UNDER_WAY and entry and entry.kind == HistoryKind.RESERVATION_EXPIRED:
        _tell_both("reservation_lost", order, key=str(entry.pk), renewals_left=renewals_left(order))


def tell_price_changes(letter: PriceLetter, people: Sequence[User]) -> None:
    """Tells a company's people what changes for the goods they buy, once per news and person."""
    for person in people:
        notify(
            person=person,
            key=f"price_changes:{letter.news.pk}:{person.uid}",
            template="orders/mail/price_changes",
            address=reverse("orders:price-changes"),
            company=letter.company,
            context={"letter": letter, "more": len(letter.goods) > len(letter.largest)},
        )


def _author(entry: History | None) -> dict[str, Any]:
    return {"known_to": entry.by_uid if entry else None, "by_name": entry.by_name if entry else ""}


def _tell_both(kind: str, order: Order, **facts: Any) -> None:
    _tell_buyer(kind, order, **facts)
    _tell_manager(kind, order, **facts)


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
    lines = told_lines(order)
    notify(
        person=person,
        key=":".join(filter(None, [kind, str(order.uid), str(person.uid), key])),
        template=f"orders/mail/{kind}",
        address=address,
        company=None if facts.get("for_manager") else order.company,
        context={
            "order": order,
            "lines": lines,
            "is_part_awaited": any(one.awaited for one in lines),
            "is_coming": kind not in NOTHING_COMES,
            "payment": lazy(paid_words, str)(
                order.gross, order.deferred_gross, order.contract_terms
            ),  # worded in the reader's language
            **facts,
        },
    )
