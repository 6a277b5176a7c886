"""What a cart, sent as it is, would leave of budgets and of the buyer's own limits."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.actors import Actor
from accounts.models import CostCentre
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, names_of_those_who_can
from accounts.queries.people import department_of
from accounts.queries.structure import cost_centres_of
from b2b_portal.core.money import ZERO
from catalog.models import Category
from orders.budgets import SpentLine, with_delivery
from orders.models import Budget
from orders.queries.budget_balances import shop_day
from orders.queries.cart import CartPage
from orders.queries.checkout import Checkout
from orders.queries.over_budget import TouchedBudget, touched_budgets
from orders.queries.personal_limits import PersonalBalance, personal_balances


@dataclass(frozen=True)
class CheckoutBudgets:
    """The cost centres to choose from, the budgets that this order touches, the buyer's limits, and who can lift."""

    cost_centres: tuple[CostCentre, ...]
    cost_centre: CostCentre | None
    touched: tuple[TouchedBudget, ...]
    limits: tuple["LimitAfter", ...]
    who_lifts: tuple[str, ...]

    @property
    def refused(self) -> tuple[TouchedBudget, ...]:
        """Hard budgets that the order would overspend."""
        return tuple(one for one in self.touched if one.is_refused)

    @property
    def limits_refused(self) -> tuple["LimitAfter", ...]:
        return tuple(one for one in self.limits if one.left_after < 0)

    def __bool__(self) -> bool:
        return bool(self.cost_centres or self.touched or self.limits)


@dataclass(frozen=True)
class LimitAfter:
    """A limit of the buyer, and what the order leaves of it."""

    balance: PersonalBalance
    left_after: Decimal


def checkout_budgets(actor: Actor, cart: CartPage, checkout: Checkout | None, at: datetime) -> CheckoutBudgets | None:
    """The block of the checkout; None where nothing can be ordered. 3 queries where the company keeps no budgets, cost
    centres and limits; at most 9.
    """
    if checkout is None:
        return None
    company, person = buyer_of(actor)
    centres = tuple(one for one in cost_centres_of(actor) if one.is_active)
    chosen = next((one for one in centres if one.uid == checkout.chosen.cost_centre), None)
    touched: tuple[TouchedBudget, ...] = ()
    if Budget.objects.filter(company=company).valid_on(shop_day(at)).exists():
        lines = with_delivery(_lines(cart), checkout.delivery_gross)
        department = department_of(company, person)
        touched = touched_budgets(company=company, department=department, cost_centre=chosen, lines=lines, at=at)
    gross = checkout.totals.amounts.gross
    limits = tuple(LimitAfter(one, one.left - gross) for one in personal_balances(company, person, at))
    found = CheckoutBudgets(centres, chosen, touched, limits, ())
    if not (found.refused or found.limits_refused):
        return found
    return CheckoutBudgets(centres, chosen, touched, limits, names_of_those_who_can(Permission.MANAGE_RULES, company))


def _lines(cart: CartPage) -> tuple[SpentLine, ...]:
    """The priced lines of the cart. One query."""
    sections = {row.product.category_id for row in cart.rows}
    lineages = dict(Category.objects.filter(pk__in=sections).values_list("pk", "lineage"))
    return tuple(
        SpentLine(tuple(lineages.get(row.product.category_id, ())), row.amounts.gross if row.amounts else ZERO)
        for row in cart.rows
    )
