"""Say who fetches the goods of an order."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from accounts.permissions import Permission
from accounts.queries.access import require
from accounts.queries.credit import shop_day
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from orders.actions.agree_delivery import power_facts
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.enums import DeliveryKind, HistoryKind, OrderStatus
from orders.models import Order
from orders.queries.tell import HOLDING


class NothingToFetch(RuleBroken):
    """The goods are brought, were handed over, or the order is off."""

    message = _("Nobody fetches goods of this order: they are brought, handed over already, or the order is off.")
    code = "nothing_to_fetch"


def name_collector(*, order: Order, power: PowerOfAttorney | None, by: Actor, at: datetime) -> Order:
    """Writes the holder of the power of attorney on an order for pick-up; None: whoever represents the company by law.

    Said twice it counts once. Locks: the order. Raises NotAllowed, NothingToFetch, PowerNotGood.
    """
    with change(by, at):
        require(by, Permission.PLACE_ORDER, order.company)
        order = lock_order(order)
        check_fetched(order)
        facts = power_facts(power, order.company, shop_day(at))
        told = {**{name: value for name, value in order.delivery.items() if not _is_of_power(name)}, **facts}
        if told == order.delivery:
            return order
        order.delivery = told
        order.save(update_fields=["delivery"])
        note_history(order, HistoryKind.COLLECTOR_NAMED, by=by, at=at, **facts)
        return order


def check_fetched(order: Order) -> None:
    """Returns if goods of the order are still to be fetched from a warehouse. Raises NothingToFetch."""
    if order.delivery.get("kind") != DeliveryKind.PICKUP or OrderStatus(order.status) not in HOLDING:
        raise NothingToFetch


def _is_of_power(name: str) -> bool:
    return name == "collector" or name.startswith("power")
