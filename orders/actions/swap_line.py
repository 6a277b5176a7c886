"""Put an analogue in the place of a line of an order that waits for approval."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.actions.await_stock import lock_products
from catalog.actions.release_stock import release_stock
from catalog.models import Product
from orders.actions.lock_order import lock_order
from orders.actions.lower_line import hold_line, line_to_change, price_of, write_price
from orders.actions.note_bought import note_bought
from orders.actions.note_history import note_history
from orders.actions.recount_order import recount_order
from orders.actions.replace_cart_line import check_offered
from orders.enums import HistoryKind
from orders.models import Order, OrderLine
from orders.models.cart import LONGEST_REPLACED
from orders.replacing import replaced_quantity


class AlreadyThere(RuleBroken):
    """The order has a line of the analogue. Facts: other."""

    message = _("%(other)s is on this order already: return the order, or lower the line.")
    code = "already_there"


def swap_line(*, line: OrderLine, other: Product, revision: int, by: Actor, at: datetime) -> Order:
    """Puts `other` in the place of a line at today's price, as many, or the next quantity in which it is sold.

    Only who is asked now may, and only what the pages offer in its place. The line says what it stands for. Dearer, the
    order is asked about anew. Locks: the company, the credit account, both products, their stock rows, the order, its
    budgets. Raises NotAllowed, NotAsked, StaleApproval, LineStays, ReplacementsOff, OtherBrand, NoReplacement,
    AlreadyThere, NotPriced, NobodyToAsk.
    """
    with change(by, at):
        order, line, product = line_to_change(line, revision, by, at)
        check_offered(product, other, by)
        if order.lines.live().filter(product=other).exists():
            raise AlreadyThere(other=other.article)
        quantity = replaced_quantity(line.quantity, product, other)
        priced = price_of(order, other, quantity, at)
        lock_products([product.pk, other.pk])
        release_stock(holder=order.uid, product_ids=[product.pk], by=by, at=at)
        hold_line(order, other, quantity, by, at)
        locked = lock_order(order)
        names = dict.fromkeys(filter(None, [line.replaces, str(product)]))
        line.replaces = ", ".join(one for one in names if one != str(other))[:LONGEST_REPLACED]
        line.product, line.article, line.brand, line.name = other, other.article, other.brand.name, other.name
        line.unit, line.vat_rate, line.quantity = other.unit, other.vat_rate, quantity
        write_price(line, priced)
        line.save()
        note_history(
            locked,
            HistoryKind.LINE_SWAPPED,
            by=by,
            at=at,
            article=product.article,
            other=other.article,
            quantity=quantity,
        )
        note_bought(company=locked.company, product_ids=[product.pk, other.pk], by=by, at=at)
        recount_order(order=locked, by=by, at=at)
        return locked
