"""Ship an order."""

from collections import Counter
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.queries.credit import shop_day
from accounts.queries.powers import is_power_good
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from catalog.actions.release_stock import ship_stock
from catalog.enums import ReservationState
from catalog.models import Reservation
from orders.actions.agree_payment import charge_payment
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.actions.spend_budget import spend_budget
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.events import order_shipped
from orders.models import Order
from orders.states import check_move


class NotWhollyReserved(RuleBroken):
    """Less is held for the order than it asks for: it ran out, or is awaited. Facts: number, articles."""

    message = _("Order %(number)s cannot be shipped: not reserved in full now: %(articles)s.")
    code = "not_wholly_reserved"


class PowerRanOut(RuleBroken):
    """Goods are not handed over by a power of attorney that ran out or was revoked. Facts: number, power."""

    message = _(
        "Order %(number)s: the power of attorney № %(power)s ran out or was revoked. "
        "Ask the buyer to name another one on the page of the order."
    )
    code = "power_ran_out"


def ship_order(*, order: Order, by: Actor, at: datetime) -> Order:
    """Takes the reserved goods of a confirmed order out of the warehouses, all or nothing.

    What it defers becomes a debt. Locks: the credit account, the held stock rows by primary key, the order, its
    budgets. Announces: order_shipped. Raises StaffOnly, IllegalMove, NotWhollyReserved,
    PowerRanOut.
    """
    require_staff(by)
    with change(by, at):
        charge_payment(order, by=by, at=at)
        pieces = ship_stock(holder=order.uid, by=by, at=at)  # stock is locked before orders; a refusal below undoes it
        locked = lock_order(order)
        check_move(OrderStatus(locked.status), OrderStatus.SHIPPED)
        _check_whole(locked, at)
        _check_power(locked, at)
        locked.status = OrderStatus.SHIPPED
        locked.save(update_fields=["status"])
        spend_budget(order=locked, by=by, at=at)
        note_history(locked, HistoryKind.SHIPPED, by=by, at=at, pieces=pieces)
        announce(order_shipped, order_id=locked.pk)
        return locked


def _check_power(order: Order, at: datetime) -> None:
    number = order.delivery.get("power")
    if number and not is_power_good(order.company, number, shop_day(at)):
        raise PowerRanOut(number=order.number, power=number)


def _check_whole(order: Order, at: datetime) -> None:
    """What was taken just now under reservations that still run is all that was ordered."""
    taken = Reservation.objects.filter(holder=order.uid, state=ReservationState.SHIPPED, until__gt=at)
    pieces = dict(taken.values_list("stock__product").annotate(pieces=Sum("quantity")).order_by())
    ordered: Counter[int] = Counter()
    articles: dict[int, str] = {}
    goods = order.lines.live().filter(kind=LineKind.GOODS).values_list("product_id", "article", "quantity")
    for product_id, article, quantity in goods:
        ordered[product_id] += quantity
        articles[product_id] = article
    missing = [article for pk, article in articles.items() if pieces.get(pk, 0) < ordered[pk]]
    if missing:
        raise NotWhollyReserved(number=order.number, articles=", ".join(missing))
