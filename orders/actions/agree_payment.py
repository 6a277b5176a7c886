"""How much of an order is paid after shipment, agreed when it is sent and kept true until it is shipped."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.charge_credit import charge_credit
from accounts.actions.hold_credit import hold_credit
from accounts.actions.release_credit import release_credit
from accounts.actors import Actor
from accounts.credit import deferrable_gross, due_day
from accounts.queries.credit import shop_day
from accounts.terms import Terms
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO
from orders.enums import PaymentWay
from orders.models import Order
from orders.payment_choice import PaymentChoice


class NotDeferrable(RuleBroken):
    """The contract wants everything prepaid; the page showed older terms."""

    message = _("Your contract is for prepayment by now: check the order and send it again.")
    code = "not_deferrable"


def agree_payment(*, order: Order, choice: PaymentChoice | None, terms: Terms, by: Actor, at: datetime) -> None:
    """Holds credit for what is paid after shipment and writes it on the order; without a choice all that may be.

    Locks: the credit account. Raises NotDeferrable, CreditOverdue, CreditShort.
    """
    most = deferrable_gross(order.gross, terms.prepayment_percent)
    if choice and choice.way != PaymentWay.PREPAID and not most:
        raise NotDeferrable
    deferred = _wanted(choice, most)
    if not deferred:
        return
    hold_credit(contract=order.contract, holder=order.uid, gross=deferred, by=by, at=at)
    order.deferred_gross = deferred
    order.save(update_fields=["deferred_gross"])


def lower_deferral(order: Order, gross: Decimal, *, by: Actor, at: datetime) -> None:
    """Takes what an order loses off its deferred part first, for the prepaid part may be paid; frees the credit.

    `gross` is what the order comes to now; the caller saves the order. Locks: the credit account, which the caller has
    locked before stock.
    """
    if not order.deferred_gross:
        return
    order.deferred_gross = max(ZERO, order.deferred_gross - (order.gross - gross))
    release_credit(contract_id=order.contract_id, holder=order.uid, keep=order.deferred_gross, by=by, at=at)


def charge_payment(order: Order, *, by: Actor, at: datetime) -> None:
    """Turns the credit held for a shipped order into a debt, due by the terms that the order froze.

    Locks: the credit account.
    """
    days = int(order.contract_terms.get("deferral_days", Terms().deferral_days))
    due_on = due_day(shop_day(at), days)
    charge_credit(contract_id=order.contract_id, holder=order.uid, source=order.uid, due_on=due_on, by=by, at=at)


def _wanted(choice: PaymentChoice | None, most: Decimal) -> Decimal:
    if choice is None or choice.way == PaymentWay.DEFERRED:
        return most
    return min(choice.deferred_gross, most) if choice.way == PaymentWay.SPLIT else ZERO
