"""Take less of a line of an order that waits for approval."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_credit import lock_open_credit
from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.await_stock import await_stock, lock_products
from catalog.actions.release_stock import release_stock
from catalog.models import Product
from catalog.pricing import PricedLine
from catalog.quantities import check_quantity
from catalog.queries.prices import price_lines
from orders.actions.approve_order import asked_of, check_decision, lock_decision
from orders.actions.cancel_line import LineStays
from orders.actions.lock_order import lock_order
from orders.actions.note_history import note_history
from orders.actions.recount_order import recount_order
from orders.actions.renew_reservation import reservation_days
from orders.actions.take_cart import NotPriced
from orders.enums import HistoryKind, LineKind
from orders.models import Order, OrderLine


class NotLower(RuleBroken):
    """A quantity may only be lowered: more would be another order. Facts: quantity."""

    message = _("Write less than %(quantity)s: who wants more orders it himself.")
    code = "not_lower"


class LastLine(RuleBroken):
    """Without this line nothing would be left to approve."""

    message = _("This is the last line of the order: return the order to its author instead.")
    code = "last_line"


def lower_line(*, line: OrderLine, quantity: int, revision: int, by: Actor, at: datetime) -> Order:
    """Takes less of a line, at the price of the smaller quantity; 0 takes the line off. The order is counted anew.

    Only who is asked now may. Locks: the company, the credit account, the product, its stock rows, the order, its
    budgets. Raises NotAllowed, NotAsked, StaleApproval, LineStays, NotLower, LastLine, WrongQuantity, NotPriced.
    """
    with change(by, at):
        order, line, product = line_to_change(line, revision, by, at)
        if not 0 <= quantity < line.quantity:
            raise NotLower(quantity=line.quantity)
        if quantity:
            check_quantity(product.article, quantity, product.pack_multiple, product.smallest_order)
        elif not order.lines.live().filter(kind=LineKind.GOODS).exclude(pk=line.pk).exists():
            raise LastLine
        was = line.quantity
        lock_products([product.pk])
        release_stock(holder=order.uid, product_ids=[product.pk], by=by, at=at)
        if quantity:
            hold_line(order, product, quantity, by, at)
        locked = lock_order(order)
        if quantity:
            priced = price_of(order, product, quantity, at)
            line.quantity = quantity
            write_price(line, priced)
        else:
            line.cancelled_at = at
        line.save()
        note_history(
            locked, HistoryKind.LINE_LOWERED, by=by, at=at, article=line.article, quantity=was, becomes=quantity
        )
        recount_order(order=locked, by=by, at=at)
        return locked


def line_to_change(line: OrderLine, revision: int, by: Actor, at: datetime) -> tuple[Order, OrderLine, Product]:
    """The order, the line as it is now, and its product, with the company and the credit account locked, for somebody
    who is asked now. Raises NotAllowed, NotAsked, StaleApproval, LineStays.
    """
    order = lock_decision(line.order, by)
    check_decision(order, asked_of(order, by, at), revision)
    lock_open_credit(order.contract_id)
    fresh = order.lines.live().select_related("product__brand").get(pk=line.pk)  # the revision proves that it is live
    if fresh.product is None:
        raise LineStays(name=line.name)
    return order, fresh, fresh.product


def hold_line(order: Order, product: Product, quantity: int, by: Actor, at: datetime) -> None:
    """Holds a changed line until the day by which the order is to be decided; the rest is awaited. Nothing once that
    day is over: the last yes holds the goods then.
    """
    until = order.approval_due_at
    if until and until > at:
        days = reservation_days(order)
        await_stock(holder=order.uid, wanted={product.pk: quantity}, until=until, working_days=days, by=by, at=at)


def price_of(order: Order, product: Product, quantity: int, at: datetime) -> PricedLine:
    """What so many of a product cost the company now. Raises NotPriced."""
    priced = price_lines(order.company, {product.pk: quantity}, at).get(product.pk)
    if priced is None or not priced.amounts.gross:
        raise NotPriced(articles=product.article)
    return priced


def write_price(line: OrderLine, priced: PricedLine) -> None:
    """Puts price and sums on a line; the caller saves it."""
    is_gross = priced.row.is_gross
    line.price_includes_vat = is_gross
    line.unit_price = priced.unit_gross if is_gross else priced.unit_net
    line.net, line.tax, line.gross = priced.amounts.net, priced.amounts.tax, priced.amounts.gross
