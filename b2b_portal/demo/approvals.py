"""How the demo company decides: departments, budgets, a rule of two levels, and orders that wait for a yes today."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from accounts.actions.save_cost_centre import save_cost_centre
from accounts.actions.save_department import save_department
from accounts.actions.set_department import set_department
from accounts.actors import Actor
from accounts.enums import SpendPeriod
from accounts.models import Company, Membership, User
from accounts.permissions import Role
from catalog.models import Product
from catalog.queries.availability import free_of
from catalog.queries.prices import price_lines
from orders.actions.add_budget import add_budget
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.approve_order import approve_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.actions.return_order import return_order
from orders.actions.save_approval_rule import RuleLevel, RuleTerms, save_approval_rule
from orders.budgets import period_of
from orders.models import DeliveryMethod, Order
from orders.queries.budget_balances import shop_day

LARGE = Decimal(40_000)


def make_approvals(people: dict[str, User], company: Company, at: datetime) -> None:
    """Sets the rules this morning; then the requester proposes twice and gets one back, and the purchaser orders
    something large to which the first level has agreed already.
    """
    morning = at - timedelta(hours=3)
    administrator, buyer, requester, approver = (
        _actor(people[f"{role}@demo.example"], company) for role in ("administrator", "buyer", "requester", "approver")
    )
    goods = _affordable(company, at)
    _set_rules(administrator, requester, approver, goods[0], morning)
    first = _send(requester, goods[-6:-3], 1, morning + timedelta(minutes=30))
    reason = "Это у нас ещё есть в шкафу"
    return_order(order=first, revision=1, reason=reason, by=approver, at=morning + timedelta(minutes=50))
    _send(requester, goods[-3:], 1, morning + timedelta(hours=1))
    large = _send(buyer, goods[:2], 2, morning + timedelta(hours=2))
    if large.gross >= LARGE:
        approve_order(order=large, revision=large.revision, by=approver, at=at - timedelta(minutes=20))


def _actor(user: User, company: Company) -> Actor:
    place = Membership.objects.get(user=user, company=company)
    return Actor(user=user, company=company, role=Role(place.role))


def _set_rules(administrator: Actor, requester: Actor, approver: Actor, dear: Product, at: datetime) -> None:
    assert administrator.user
    assert approver.user
    head = Membership.objects.get(user=approver.user, company=approver.company)
    office = save_department(name="Офис", head=head, by=administrator, at=at)
    save_department(name="Склад", by=administrator, at=at)
    for code, name in (("26-01", "Содержание офиса"), ("44-02", "Коммерческие расходы")):
        save_cost_centre(code=code, name=name, by=administrator, at=at)
    member = Membership.objects.get(user=requester.user, company=requester.company)
    set_department(membership=member, department=office, by=administrator, at=at)
    add_budget(
        name="Офис, квартал",
        department=office,
        period=SpendPeriod.QUARTER,
        amount_gross=Decimal(150_000),
        is_hard=True,
        valid_from=period_of(SpendPeriod.QUARTER, shop_day(at)).starts_on,
        by=administrator,
        at=at,
    )
    levels = [RuleLevel(roles=[Role.APPROVER]), RuleLevel(roles=[Role.ADMINISTRATOR])]
    terms = RuleTerms(
        total_from=LARGE,
        category_id=dear.category_id,
        escalates_after_days=1,
        escalates_to=administrator.user,
    )
    save_approval_rule(name="Дорогая техника", terms=terms, levels=levels, by=administrator, at=at)
    over = RuleTerms(asks_over_budget=True)
    save_approval_rule(name="Сверх бюджета", terms=over, levels=levels[1:], by=administrator, at=at)


def _affordable(company: Company, at: datetime) -> list[Product]:
    """Products of which some pieces are free, the dearest first."""
    products = list(Product.objects.filter(is_on_sale=True).order_by("pk"))
    free = free_of([one.pk for one in products], at)
    in_stock = [one for one in products if free.get(one.pk, 0) >= 4 * one.smallest_order]
    priced = price_lines(company, {one.pk: one.smallest_order for one in in_stock}, at)
    found = [one for one in in_stock if one.pk in priced]
    return sorted(found, key=lambda one: (-priced[one.pk].amounts.gross, one.pk))


def _send(actor: Actor, products: list[Product], times: int, at: datetime) -> Order:
    for product in products:
        change_cart_line(product=product, quantity=times * product.smallest_order, by=actor, at=at)
    method = DeliveryMethod.objects.get(code="pickup-main")
    choice = DeliveryChoice(method, shown_gross=method.price_gross)
    return place_order(
        key=uuid5(NAMESPACE_URL, f"demo-{actor.name}-{at.isoformat()}"), by=actor, at=at, delivery=choice
    )
