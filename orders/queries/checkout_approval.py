"""Who will be asked about a cart, sent as it is, and why."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, names_of_those_who_can
from b2b_portal.core.money import ZERO
from b2b_portal.core.working_days import working_days_later
from orders.queries.approval_steps import AskedGoods, Proposal, WantedStep, wanted_steps
from orders.queries.cart import CartPage
from orders.queries.checkout import Checkout
from orders.queries.checkout_budgets import CheckoutBudgets


@dataclass(frozen=True)
class CheckoutApproval:
    """The steps of the approval and the moment by which it is to be decided; the goods are held until then."""

    steps: tuple[WantedStep, ...]
    due_at: datetime

    @property
    def lifts_budgets(self) -> bool:
        """Whether a yes lets the order take a budget or a limit over."""
        return any(step.is_about_budget for step in self.steps)

    @property
    def nobody(self) -> WantedStep | None:
        """A step that nobody but the author could decide: such an order would be refused."""
        return next((step for step in self.steps if not step.people), None)


@dataclass(frozen=True)
class WhoLifts:
    """Names, and the request that a button words (orders/asking.py)."""

    names: tuple[str, ...]
    request: str


def checkout_approval(
    actor: Actor, cart: CartPage, checkout: Checkout | None, budgets: CheckoutBudgets | None, at: datetime
) -> CheckoutApproval | None:
    """The block of the checkout; None where nobody need be asked. Two queries then, at most twelve."""
    if checkout is None:
        return None
    company, person = buyer_of(actor)
    goods = [(row.product, row.amounts.gross if row.amounts else ZERO) for row in cart.rows]
    brought = checkout.option is not None and not checkout.option.is_pickup
    steps = wanted_steps(
        Proposal(
            company=company,
            author=person,
            goods=[AskedGoods(one.pk, one.article, one.brand_id, one.category_id, gross) for one, gross in goods],
            delivery_gross=checkout.delivery_gross,
            address=checkout.address.text if brought and checkout.address else "",
            cost_centre=budgets.cost_centre if budgets else None,
        ),
        at,
    )
    if not steps:
        return None
    return CheckoutApproval(steps, working_days_later(at, max(step.decide_days for step in steps)))


def who_lifts_checkout(actor: Actor, checkout: Checkout | None, approval: CheckoutApproval | None) -> WhoLifts | None:
    """Who can lift what keeps the cart from being sent, and what to ask; None where nobody need be asked.

    At most one query.
    """
    company, _person = buyer_of(actor)
    manager = (str(company.account_manager),) if company.account_manager else ()
    if checkout and checkout.contract is None:
        return WhoLifts(manager, "no-contract")
    if checkout and checkout.missing_to_minimum:
        return WhoLifts(manager, "small-order")
    if approval and approval.nobody:
        return WhoLifts(names_of_those_who_can(Permission.MANAGE_RULES, company), "nobody-decides")
    return None
