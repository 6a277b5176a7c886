"""Place an order."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Company, Contract, CostCentre
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from accounts.queries.people import department_of
from accounts.queries.requisites import buyer_requisites, seller_requisites
from accounts.queries.terms import chosen_contract, contract_terms, open_contracts
from accounts.terms import Terms
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.money import ZERO
from b2b_portal.core.working_days import working_days_later
from catalog.actions.await_stock import await_stock
from catalog.actions.reserve_stock import reserve_stock
from catalog.enums import Unit
from catalog.models import Backorder
from catalog.pricing import PricedLine
from orders.actions.agree_delivery import (
    AgreedDelivery,
    DeliveryChoice,
    agree_delivery,
    check_awaited_in_time,
)
from orders.actions.agree_payment import agree_payment
from orders.actions.ask_approvers import ask_approvers
from orders.actions.check_personal_limits import check_personal_limits
from orders.actions.commit_budget import commit_budget
from orders.actions.note_bought import note_bought
from orders.actions.note_history import note_history
from orders.actions.take_cart import TakenCart, take_cart
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.events import order_placed
from orders.models import CartLine, Order, OrderLine
from orders.parties import Parties, freeze_parties
from orders.payment_choice import PaymentChoice
from orders.queries.approval_steps import AskedGoods, Proposal, WantedStep, wanted_steps
from orders.seen_prices import SeenLine


class NoContract(RuleBroken):
    """The company has no contract yet."""

    message = _("Your company has no contract yet: ask your account manager.")
    code = "no_contract"


class ContractClosed(RuleBroken):
    """The contract that the page showed is not in force any more, or never was the company's."""

    message = _("The contract you chose is not in force any more: choose another one and repeat.")
    code = "contract_closed"


class BelowMinimum(RuleBroken):
    """The order is smaller than the contract's minimum. Facts: minimum, gross."""

    message = _("The smallest order of your contract is %(minimum)s ₽, the cart holds %(gross)s ₽.")
    code = "below_minimum"


def place_order(
    *,
    key: UUID,
    by: Actor,
    at: datetime,
    seen: Mapping[UUID, SeenLine] | None = None,
    buyer_number: str = "",
    comment: str = "",
    delivery: DeliveryChoice | None = None,
    parties: Parties = Parties(),  # noqa: B008  frozen
    not_later_than_on: date | None = None,
    may_await: bool = False,
    cost_centre: CostCentre | None = None,
    payment: PaymentChoice | None = None,
    contract_uid: UUID | None = None,
) -> Order:
    """Orders the actor's cart: freezes requisites, terms, prices and delivery, reserves the goods, empties the cart.

    Where a rule of the company asks for a yes, or the actor may only propose, the order waits for approval, its goods
    held until the day by which it is to be decided. Short goods are refused, or with `may_await` the rest stays on the
    order as awaited. `seen` is what the buyer saw of each product (by uid), and so agreed to; without a contract it is
    the default one. The same key gives the same order, however often and from however many tabs it comes. Locks: the
    company, its credit account, products (if it may await), stock and budgets by primary key. Announces: order_placed,
    or approval_wanted. Raises NotAllowed, CartEmpty, ContractClosed, NotOffered, NotPriced, WrongQuantity, CartChanged,
    PriceChanged, OutOfStock, BudgetExceeded, PersonalLimitExceeded, NobodyToAsk, those of this and the agreeing files.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        by = replace(by, company=company)
        require(by, Permission.PROPOSE_ORDER, company)
        if known := Order.objects.filter(company=company, key=key).first():
            return known
        contract, terms = _contract_of(company, contract_uid)
        cart = take_cart(seen=seen, by=by, at=at)
        goods = cart.totals.amounts
        _check_minimum(goods.gross, terms)
        day = not_later_than_on
        agreed = agree_delivery(delivery, company=company, goods_gross=goods.gross, not_later_than_on=day, at=at)
        sums = goods + agreed.amounts if agreed else goods
        steps = wanted_steps(_proposal(by, cart, agreed, cost_centre), at)
        may_exceed = _may_exceed(steps, sums.gross, by, at)
        order = Order.objects.create(
            key=key,
            placed_at=at,
            buyer_number=buyer_number,
            comment=comment,
            delivery=agreed.facts if agreed else {},
            not_later_than_on=day,
            **_state(steps, terms, at),
            **_terms(by, contract, terms, cost_centre),
            **freeze_parties(parties) | asdict(sums),
        )
        _write_lines(order, cart, agreed)
        agree_payment(order=order, choice=payment, terms=terms, by=by, at=at)  # credit is locked before stock
        note_history(order, HistoryKind.SENT_FOR_APPROVAL if steps else HistoryKind.PLACED, by=by, at=at)
        _secure(order, cart.wanted, terms, may_await, by=by, at=at)
        commit_budget(order=order, by=by, at=at, may_exceed=may_exceed)
        cart.empty()
        _pass_on(order, steps, by, at)
        return order


def _may_exceed(steps: Sequence[WantedStep], gross: Decimal, by: Actor, at: datetime) -> bool:
    """Whether somebody is asked about budgets and limits; else the order must keep within the author's own limits."""
    is_asked = any(step.is_about_budget for step in steps)
    if not is_asked:
        check_personal_limits(gross=gross, by=by, at=at)
    return is_asked


def _state(steps: Sequence[WantedStep], terms: Terms, at: datetime) -> dict[str, Any]:
    """Placed, or waiting; and until when its goods are held."""
    if not steps:
        return {"reserved_until": working_days_later(at, terms.reservation_working_days)}
    due_at = working_days_later(at, max(step.decide_days for step in steps))
    return {"status": OrderStatus.APPROVAL, "approval_due_at": due_at, "reserved_until": due_at}


def _pass_on(order: Order, steps: Sequence[WantedStep], by: Actor, at: datetime) -> None:
    if steps:
        ask_approvers(order=order, steps=steps, by=by, at=at)
    else:
        announce(order_placed, order_id=order.pk)


def _proposal(by: Actor, cart: TakenCart, agreed: AgreedDelivery | None, cost_centre: CostCentre | None) -> Proposal:
    """What rules of approval are asked about."""
    company, person = buyer_of(by)
    products = [(line.product, cart.priced[line.product_id].amounts.gross) for line in cart.lines]
    return Proposal(
        company=company,
        author=person,
        goods=[AskedGoods(one.pk, one.article, one.brand_id, one.category_id, gross) for one, gross in products],
        delivery_gross=agreed.amounts.gross if agreed else ZERO,
        address=agreed.facts.get("address", "") if agreed else "",
        cost_centre=cost_centre,
    )


def _contract_of(company: Company, uid: UUID | None) -> tuple[Contract, Terms]:
    contract = chosen_contract(open_contracts(company), uid)
    if contract is None:
        raise ContractClosed if uid else NoContract
    return contract, contract_terms(contract)


def _check_minimum(gross: Decimal, terms: Terms) -> None:
    if gross < terms.minimum_order_gross:
        raise BelowMinimum(minimum=terms.minimum_order_gross, gross=gross)


def _terms(by: Actor, contract: Contract, terms: Terms, cost_centre: CostCentre | None) -> dict[str, Any]:
    """Who buys from whom on which terms, as the order keeps it."""
    company, person = buyer_of(by)
    return {
        "company": company,
        "contract": contract,
        "placed_by": person,
        "department": department_of(company, person),
        "cost_centre": CostCentre.objects.get(pk=cost_centre.pk, company=company) if cost_centre else None,
        "seller_requisites": seller_requisites(contract.seller),
        "buyer_requisites": buyer_requisites(company, contract),
        "contract_terms": {name: str(value) for name, value in asdict(terms).items()},
    }


def _secure(order: Order, wanted: Mapping[int, int], terms: Terms, may_await: bool, *, by: Actor, at: datetime) -> None:
    """Holds goods for the order, and notes what is bought, what is held until when and what is awaited."""
    note_bought(company=order.company, product_ids=wanted, by=by, at=at)
    until = order.reserved_until
    assert until
    awaited: list[Backorder] = []
    if may_await:
        days = terms.reservation_working_days
        awaited = await_stock(holder=order.uid, wanted=wanted, until=until, working_days=days, by=by, at=at)
        check_awaited_in_time(awaited, order.not_later_than_on)
    else:
        reserve_stock(holder=order.uid, wanted=wanted, until=until, by=by, at=at)
    pieces = sum(one.quantity for one in awaited)
    if pieces == sum(wanted.values()):
        order.reserved_until = None
        order.save(update_fields=["reserved_until"])
    else:
        note_history(order, HistoryKind.RESERVED, by=by, at=at, until=until.isoformat())
    if pieces:
        note_history(order, HistoryKind.AWAITED, by=by, at=at, pieces=pieces)


def _write_lines(order: Order, cart: TakenCart, agreed: AgreedDelivery | None) -> None:
    taken = enumerate(cart.lines, 1)
    rows = [_order_line(order, position, line, cart.priced[line.product_id]) for position, line in taken]
    if agreed and agreed.amounts.gross:
        rows.append(_delivery_line(order, len(rows) + 1, agreed))
    OrderLine.objects.bulk_create(rows)


def _order_line(order: Order, position: int, line: CartLine, priced: PricedLine) -> OrderLine:
    product, is_gross = line.product, priced.row.is_gross
    return OrderLine(
        order=order,
        position=position,
        product=product,
        article=product.article,
        brand=product.brand.name,
        name=product.name,
        unit=product.unit,
        quantity=line.quantity,
        price_includes_vat=is_gross,
        unit_price=priced.unit_gross if is_gross else priced.unit_net,
        vat_rate=product.vat_rate,
        replaces=line.replaces,
        **asdict(priced.amounts),
    )


def _delivery_line(order: Order, position: int, agreed: AgreedDelivery) -> OrderLine:
    return OrderLine(
        order=order,
        position=position,
        kind=LineKind.DELIVERY,
        name=agreed.method.name,
        unit=Unit.SERVICE,
        quantity=1,
        price_includes_vat=True,
        unit_price=agreed.amounts.gross,
        vat_rate=agreed.method.vat_rate,
        **asdict(agreed.amounts),
    )
