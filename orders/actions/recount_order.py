"""Count an order anew after a line of it was changed while it waits for approval."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.hold_credit import CreditOverdue, CreditShort, hold_credit
from accounts.actors import Actor
from accounts.credit import deferrable_gross
from accounts.terms import Terms
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.money import ZERO, Amounts, sum_amounts
from orders.actions.agree_payment import lower_deferral
from orders.actions.ask_approvers import ask_anew
from orders.actions.note_history import note_history
from orders.actions.recommit_budget import recommit_budget
from orders.enums import HistoryKind, LineKind
from orders.models import Order, OrderLine
from orders.queries.approval_steps import AskedGoods, Proposal, wanted_steps
from orders.queries.approvals import is_about_budget


class TooLittleLeft(RuleBroken):
    """The order would come to less than the contract's minimum. Facts: minimum, gross."""

    message = _(
        "The order would come to %(gross)s ₽, the smallest order of your contract is %(minimum)s ₽: "
        "return it to its author, or ask your account manager."
    )
    code = "too_little_left"


def recount_order(*, order: Order, by: Actor, at: datetime) -> None:
    """Sums the live lines up, makes a new revision, and moves credit and budgets after the sum.

    A dearer order is asked about anew from the first level on, by today's rules: what was agreed to was less. A cheaper
    one keeps its yeses. What a dearer one costs more is deferred where the order defers all that its contract lets and
    the credit suffices, else it is prepaid. Hard budgets are kept unless somebody is asked about budgets. For actions
    that hold the locks of the company, the credit account, the stock and the order. Locks: its budgets. Raises
    TooLittleLeft, NobodyToAsk, BudgetExceeded.
    """
    with change(by, at):
        was = order.gross
        lines = list(order.lines.live())
        sums = sum_amounts(Amounts(one.net, one.tax, one.gross) for one in lines)
        if sums.gross < was:
            _check_minimum(order, lines)
            lower_deferral(order, sums.gross, by=by, at=at)
        else:
            _raise_deferral(order, sums.gross, by, at)
        order.net, order.tax, order.gross = sums.net, sums.tax, sums.gross
        order.revision += 1
        order.save(update_fields=["net", "tax", "gross", "deferred_gross", "revision"])
        if sums.gross > was:
            note_history(order, HistoryKind.ASKED_ANEW, by=by, at=at, was=str(was), gross=str(sums.gross))
            ask_anew(order=order, steps=wanted_steps(proposal_of(order), at), by=by, at=at)
        recommit_budget(order=order, by=by, at=at, may_exceed=is_about_budget(order))


def proposal_of(order: Order) -> Proposal:
    """An order that waits for approval, as rules of approval ask about it. Two queries."""
    goods, delivery = [], ZERO
    for line in order.lines.live().select_related("product"):
        if line.kind == LineKind.GOODS and line.product:
            product = line.product
            goods.append(AskedGoods(product.pk, line.article, product.brand_id, product.category_id, line.gross))
        else:
            delivery += line.gross
    return Proposal(
        company=order.company,
        author=order.placed_by,
        goods=goods,
        delivery_gross=delivery,
        address=order.delivery.get("address", ""),
        cost_centre=order.cost_centre,
        order=order,
    )


def _check_minimum(order: Order, lines: Sequence[OrderLine]) -> None:
    goods = sum((line.gross for line in lines if line.kind == LineKind.GOODS), ZERO)
    minimum = Decimal(order.contract_terms.get("minimum_order_gross", 0))
    if goods < minimum:
        raise TooLittleLeft(gross=goods, minimum=minimum)


def _raise_deferral(order: Order, gross: Decimal, by: Actor, at: datetime) -> None:
    percent = int(order.contract_terms.get("prepayment_percent", Terms().prepayment_percent))
    wanted = deferrable_gross(gross, percent)
    if order.deferred_gross < deferrable_gross(order.gross, percent) or wanted <= order.deferred_gross:
        return
    with suppress(CreditShort, CreditOverdue):
        hold_credit(contract=order.contract, holder=order.uid, gross=wanted, by=by, at=at)
        order.deferred_gross = wanted
