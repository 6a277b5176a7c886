"""Agree to an order that waits for approval."""

from contextlib import suppress
from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.working_days import working_days_later
from catalog.enums import ReservationState
from catalog.models import Reservation
from orders.actions.ask_approvers import open_next_level
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.actions.renew_reservation import NothingToRenew, hold_again, reservation_days
from orders.enums import ApprovalMode, HistoryKind, OrderStatus
from orders.events import order_placed
from orders.models import ApprovalAsk, ApprovalStep, Order
from orders.queries.approvals import open_asks
from orders.states import check_move


class NotAsked(RuleBroken):
    """Nobody waits for the actor's word on this order: others are asked, or it is decided. Facts: number."""

    message = _("Nobody waits for your decision on order %(number)s: others are asked, or it was decided meanwhile.")
    code = "not_asked"


class StaleApproval(RuleBroken):
    """The order was changed after the page, or the mail, was made. Facts: number."""

    message = _("Order %(number)s was changed after you opened it: look at it again and decide then.")
    code = "stale_approval"


def approve_order(*, order: Order, revision: int, by: Actor, at: datetime) -> Order:
    """Gives the actor's yes, and those of whom he is the deputy, to the revision of the order that he saw.

    The last yes places the order: its goods are held as the contract says, those that ran out are reserved again. Given
    twice it counts once. Locks: the company, the goods' stock rows by primary key, the order. Announces:
    approval_wanted for the next level, else order_placed. Raises NotAllowed, NotAsked, StaleApproval, OutOfStock.
    """
    with change(by, at):
        order = lock_decision(order, by)
        asks = asked_of(order, by, at)
        if not asks and ApprovalAsk.objects.filter(step__order=order, decided_by=by.user).exists():
            return order
        check_decision(order, asks, revision)
        for ask in asks:
            ask.approved_at, ask.decided_by = at, by.user
            ask.save(update_fields=["approved_at", "decided_by"])
        _close_steps({ask.step for ask in asks}, at)
        level = min(ask.step.level for ask in asks)
        others = [str(ask.person) for ask in asks if by.user is None or ask.person_id != by.user.pk]
        facts = {"in_place_of": ", ".join(others)} if others else {}
        note_history(order, HistoryKind.APPROVED, by=by, at=at, level=level, **facts)
        return order if open_next_level(order, at) else _place(order, by, at)


def lock_decision(order: Order, by: Actor) -> Order:
    """Locks the company, asks for the right, and returns the order as it is now: only the company's own people, under
    this lock, decide. Raises NotAllowed.
    """
    company = lock_company(order.company)
    require(by, Permission.APPROVE_ORDERS, company)
    fresh = Order.objects.select_related("company__account_manager__user", "contract").get(pk=order.pk)
    fresh.company = company
    return fresh


def asked_of(order: Order, by: Actor, at: datetime) -> list[ApprovalAsk]:
    """The questions that the actor may answer now; none where the order waits for nobody."""
    if order.status != OrderStatus.APPROVAL:
        return []
    _company, person = buyer_of(by)
    return list(open_asks(order, person, at).select_related("step", "person"))


def check_decision(order: Order, asks: list[ApprovalAsk], revision: int) -> None:
    """Raises NotAsked, StaleApproval."""
    if not asks:
        raise NotAsked(number=order.number)
    if revision != order.revision:
        raise StaleApproval(number=order.number)


def _close_steps(steps: set[ApprovalStep], at: datetime) -> None:
    """A step is done by one yes, or by all; one that somebody gave after nobody had decided in time is enough."""
    for step in steps:
        said = list(step.asks.values_list("approved_at", "is_escalation"))
        agreed = [moment for moment, _escalated in said if moment]
        is_done = step.mode == ApprovalMode.ANY or len(agreed) == len([1 for _moment, more in said if not more])
        if (is_done and agreed) or any(moment and more for moment, more in said):
            step.done_at = at
            step.save(update_fields=["done_at"])


def _place(order: Order, by: Actor, at: datetime) -> Order:
    until = working_days_later(at, reservation_days(order))
    with suppress(NothingToRenew):  # where all of it is awaited
        hold_again(order, until, by, at)
    locked = lock_order(order)
    check_move(OrderStatus(locked.status), OrderStatus.PLACED)
    locked.status = OrderStatus.PLACED
    held = Reservation.objects.filter(holder=locked.uid, state=ReservationState.ACTIVE)
    locked.reserved_until = held.aggregate(first=Min("until"))["first"]
    locked.save(update_fields=["status", "reserved_until"])
    note_history(locked, HistoryKind.PLACED, by=by, at=at)
    if locked.reserved_until:
        note_history(locked, HistoryKind.RESERVED, by=by, at=at, until=locked.reserved_until.isoformat())
    announce(order_placed, order_id=locked.pk)
    return locked
