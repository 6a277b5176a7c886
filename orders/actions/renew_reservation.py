"""Renew an order's reservation."""

from collections import Counter
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.staff import is_staff_at_work, require_unless_staff
from accounts.terms import Terms
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.working_days import working_days_later
from catalog.actions.expire_reservations import expire_locked
from catalog.actions.release_stock import prolong_stock
from catalog.actions.reserve_stock import lock_stocks, reserve_stock
from catalog.enums import ReservationState
from catalog.models import Reservation
from catalog.queries.awaiting import awaited_of
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.models import Order

RENEWABLE = (OrderStatus.PLACED, OrderStatus.CONFIRMED, OrderStatus.PICKING)


class NothingToRenew(RuleBroken):
    """The order is over, or waits for goods and holds none. Facts: number."""

    message = _("Order %(number)s holds nothing that could be renewed.")
    code = "nothing_to_renew"


class RenewalsSpent(RuleBroken):
    """The buyer renewed as often as his contract lets him. Facts: times, manager."""

    message = _(
        "The reservation was already renewed %(times)s times, as often as your contract allows. Ask %(manager)s."
    )
    code = "renewals_spent"


def renew_reservation(*, order: Order, by: Actor, at: datetime) -> Order:
    """Holds the order's goods for the contract's days from now; goods that ran out are reserved again, or refused.

    A buyer may do so as often as his contract says, staff always. Awaited goods go on being awaited. Locks: the
    company, the goods' stock rows by primary key, the order. Raises NotAllowed, NothingToRenew, RenewalsSpent,
    OutOfStock.
    """
    with change(by, at):
        company = lock_company(order.company)
        require_unless_staff(by, Permission.PLACE_ORDER, company)
        until = working_days_later(at, reservation_days(order))
        hold_again(order, until, by, at)
        locked = lock_order(order)
        if locked.status not in RENEWABLE:
            raise NothingToRenew(number=locked.number)
        if not is_staff_at_work(by):
            _count_renewal(locked)
        locked.reserved_until = until
        locked.save(update_fields=["reserved_until", "renewals"])
        note_history(locked, HistoryKind.RENEWED, by=by, at=at, until=until.isoformat())
        return locked


def reservation_days(order: Order) -> int:
    """Working days for which the order's terms hold goods."""
    return int(order.contract_terms.get("reservation_working_days", Terms().reservation_working_days))


def renewals_left(order: Order) -> int:
    """How many times the buyer may still renew by himself."""
    allowed = int(order.contract_terms.get("reservation_renewals", Terms().reservation_renewals))
    return max(0, allowed - order.renewals)


def hold_again(order: Order, until: datetime, by: Actor, at: datetime) -> None:
    """Prolongs what is held and reserves what is neither held nor awaited, inside the caller's change().

    Locks: the goods' stock rows by primary key. Raises NothingToRenew, OutOfStock.
    """
    wanted: Counter[int] = Counter()
    for product_id, quantity in order.lines.live().filter(kind=LineKind.GOODS).values_list("product_id", "quantity"):
        wanted[product_id] += quantity
    expire_locked(lock_stocks(wanted), by=by, at=at)
    held = Reservation.objects.filter(holder=order.uid, state=ReservationState.ACTIVE)
    for product_id, pieces in held.values_list("stock__product").annotate(pieces=Sum("quantity")).order_by():
        wanted[product_id] -= pieces
    for product_id, awaited in awaited_of(order.uid).items():
        wanted[product_id] -= awaited.quantity
    missing = {product_id: pieces for product_id, pieces in wanted.items() if pieces > 0}
    if not missing and not held.exists():
        raise NothingToRenew(number=order.number)
    prolong_stock(holder=order.uid, until=until, by=by, at=at)
    if missing:
        reserve_stock(holder=order.uid, wanted=missing, until=until, by=by, at=at)


def _count_renewal(order: Order) -> None:
    if not renewals_left(order):
        manager = order.company.account_manager
        raise RenewalsSpent(times=order.renewals, manager=str(manager) if manager else _("your account manager"))
    order.renewals += 1
