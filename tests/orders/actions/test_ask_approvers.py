"""Who is asked about an order, and why."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actors import Actor
from accounts.models import Department, Membership, PersonalLimit
from accounts.permissions import Permission, Role
from b2b_portal.core.models import Delivery
from catalog.models import Category, Product, Reservation
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.approve_order import approve_order
from orders.actions.ask_approvers import NobodyToAsk
from orders.actions.check_personal_limits import PersonalLimitExceeded
from orders.actions.commit_budget import BudgetExceeded
from orders.models import ApprovalStep, BudgetPeriod, Order
from orders.queries.approvals import step_words
from tests.factories import make_actor
from tests.factories.accounts import make_address, make_own_role
from tests.factories.approvals import asks, make_rule, put_into, send_order
from tests.factories.budgets import make_budget, make_priced
from tests.factories.orders import make_delivery_method

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> Product:
    return make_priced("1000")


def asked(order: Order) -> list[tuple[int, list[str]]]:
    """By level the names of those who are asked."""
    steps = order.approval_steps.order_by("level", "pk")
    return [(step.level, sorted(str(ask.person) for ask in step.asks.all())) for step in steps]


def name(actor: Actor) -> str:
    return str(actor.user)


def test_an_order_that_a_rule_names_waits_with_its_goods_held_till_it_is_decided(
    buyer: Actor, product: Product, now: datetime
) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    make_rule(buyer.company, total_from=1000, decide_working_days=1)
    order = send_order(buyer, product, now)
    assert order.status == "approval"
    assert asked(order) == [(1, [name(approver)])]
    assert order.approval_due_at == order.reserved_until == Reservation.objects.get().until == now + timedelta(days=1)
    assert [entry.kind for entry in order.history.all()] == ["sent_for_approval", "reserved"]
    assert set(Delivery.objects.values_list("event", flat=True)) == {"orders.approval_wanted"}


def test_an_order_that_no_rule_names_is_placed(buyer: Actor, product: Product, now: datetime) -> None:
    make_actor(buyer.company, Role.APPROVER)
    make_rule(buyer.company, total_from=Decimal("1000.01"))
    make_rule(buyer.company, is_active=False)
    make_rule(make_actor().company)
    assert send_order(buyer, product, now).status == "placed"


def test_whoever_only_proposes_is_always_decided_on_by_the_head_of_his_department(
    buyer: Actor, product: Product, now: datetime
) -> None:
    requester, head = make_actor(buyer.company, Role.REQUESTER), make_actor(buyer.company, Role.APPROVER)
    department = Department.objects.create(company=buyer.company, name="Shop", head=head.user)
    put_into(department, requester)
    order = send_order(requester, product, now)
    assert (order.status, asked(order)) == ("approval", [(1, [name(head)])])


def test_without_a_head_any_one_who_may_place_orders_is_asked(buyer: Actor, product: Product, now: datetime) -> None:
    make_actor(buyer.company, Role.APPROVER)
    order = send_order(make_actor(buyer.company, Role.REQUESTER), product, now)
    assert asked(order) == [(1, [name(buyer)])]


def test_several_rules_ask_side_by_side_level_by_level(buyer: Actor, product: Product, now: datetime) -> None:
    one, two, three = (make_actor(buyer.company, Role.APPROVER) for _ in range(3))
    make_rule(buyer.company, asks(one), asks(two), name="a")
    make_rule(buyer.company, asks(two, three, needs_all=True), name="b", brand=product.brand)
    order = send_order(buyer, product, now)
    assert asked(order) == [(1, [name(one)]), (1, sorted([name(two), name(three)])), (2, [name(two)])]
    opened = order.approval_steps.filter(opened_at__isnull=False)
    assert {step.level for step in opened} == {1}


def test_nobody_is_asked_about_his_own_order(buyer: Actor, product: Product, now: datetime) -> None:
    other = make_actor(buyer.company, Role.PURCHASER)
    make_rule(buyer.company, asks(roles=(Role.PURCHASER,)))
    assert asked(send_order(buyer, product, now)) == [(1, [name(other)])]


def test_where_nobody_of_those_named_is_there_whoever_sets_rules_is_asked(
    buyer: Actor, product: Product, now: datetime
) -> None:
    gone, administrator = make_actor(buyer.company, Role.APPROVER), make_actor(buyer.company, Role.ADMINISTRATOR)
    Membership.objects.filter(user=gone.user).update(left_at=now)
    make_rule(buyer.company, asks(gone, buyer))
    assert asked(send_order(buyer, product, now)) == [(1, [name(administrator)])]


def test_an_order_that_nobody_could_decide_is_refused(buyer: Actor, product: Product, now: datetime) -> None:
    make_rule(buyer.company, name="Two pairs of eyes")
    with pytest.raises(NobodyToAsk) as refused:
        send_order(buyer, product, now)
    assert refused.value.facts["rule"] == "Two pairs of eyes"
    assert not Order.objects.exists()
    assert not Reservation.objects.exists()


def test_one_alone_decides_himself_only_where_the_rule_says_so(buyer: Actor, product: Product, now: datetime) -> None:
    make_rule(buyer.company, asks(roles=(Role.APPROVER,)), allows_own=True)
    order = send_order(buyer, product, now)
    assert asked(order) == [(1, [name(buyer)])]
    assert approve_order(order=order, revision=1, by=buyer, at=now).status == "placed"


def test_own_roles_are_asked_by_their_name(buyer: Actor, product: Product, now: datetime) -> None:
    role = make_own_role(buyer.company, Permission.APPROVE_ORDERS)
    clerk = make_actor(buyer.company, Role.VIEWER)
    Membership.objects.filter(user=clerk.user).update(own_role=role)
    level = asks()
    make_rule(buyer.company, type(level)(own_roles=(role.pk,)))
    assert asked(send_order(buyer, product, now)) == [(1, [name(clerk)])]


def test_conditions_look_at_the_order(buyer: Actor, now: datetime) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    ink = Category.objects.create(name="Ink")
    goods = make_priced("100", category=Category.objects.create(name="Black ink", parent=ink))
    make_rule(buyer.company, asks(approver), category=ink, name="ink")
    make_rule(buyer.company, asks(approver), asks_new_product=True, name="new")
    make_rule(buyer.company, asks(approver), role="purchaser", name="role")
    make_rule(buyer.company, asks(approver), role="requester", name="no")
    order = send_order(buyer, goods, now)
    steps = ApprovalStep.objects.filter(order=order).order_by("rule_name")
    assert [(step.rule_name, step.reasons[0]["kind"]) for step in steps] == [
        ("ink", "category"),
        ("new", "new_product"),
        ("role", "role"),
    ]
    assert all(words for step in steps for words in step_words(step))
    approve_order(order=order, revision=1, by=approver, at=now)
    again = send_order(buyer, goods, now)
    assert set(again.approval_steps.values_list("rule_name", flat=True)) == {"ink", "role"}


def test_a_rule_about_budgets_lets_a_hard_budget_wait_for_a_yes(buyer: Actor, product: Product, now: datetime) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    make_budget(buyer.company, "900", name="Paper", is_hard=True)
    with pytest.raises(BudgetExceeded):
        send_order(buyer, product, now)
    make_rule(buyer.company, asks(approver), asks_over_budget=True)
    order = send_order(buyer, product, now)
    assert order.approval_steps.get().reasons == [{"kind": "over_budget", "facts": {"names": ["Paper"]}}]
    row = BudgetPeriod.objects.get()
    assert (row.committed, row.overrun) == (1000, 100)


def test_a_rule_about_budgets_lets_a_personal_limit_wait_for_a_yes(
    buyer: Actor, product: Product, now: datetime
) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    PersonalLimit.objects.create(company=buyer.company, user=buyer.user, period="month", amount_gross=900)
    with pytest.raises(PersonalLimitExceeded):
        send_order(buyer, product, now)
    make_rule(buyer.company, asks(approver), asks_over_budget=True)
    order = send_order(buyer, product, now)
    assert order.approval_steps.get().reasons[0]["facts"] == {"names": ["limit:month"]}


def test_a_budget_that_lasts_asks_nobody(buyer: Actor, product: Product, now: datetime) -> None:
    make_actor(buyer.company, Role.APPROVER)
    make_budget(buyer.company, "1000", is_hard=True, valid_from=date(2026, 1, 1))
    make_rule(buyer.company, asks_over_budget=True)
    assert send_order(buyer, product, now).status == "placed"


def test_rules_look_at_lines_places_and_departments(buyer: Actor, product: Product, now: datetime) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    here, there = make_address(buyer.company, "Tver"), make_address(buyer.company, "Moscow")
    shop, office = (Department.objects.create(company=buyer.company, name=name) for name in ("Shop", "Office"))
    put_into(shop, buyer)
    own, foreign = make_own_role(buyer.company, name="One"), make_own_role(buyer.company, name="Two")
    for name, terms in {
        "here": {"address": here},
        "there": {"address": there},
        "shop": {"department": shop},
        "office": {"department": office},
        "line": {"line_from": 1000},
        "larger line": {"line_from": Decimal("1000.01")},
        "brand": {"brand": product.brand},
        "own role": {"own_role": own},
        "other role": {"own_role": foreign},
    }.items():
        make_rule(buyer.company, asks(approver), name=name, **terms)
    role = make_own_role(buyer.company, Permission.EDIT_CART, Permission.PLACE_ORDER, Permission.PROPOSE_ORDER)
    own.permissions = role.permissions
    own.save()
    Membership.objects.filter(user=buyer.user).update(role=Role.VIEWER.value, own_role=own)
    by = replace(buyer, role=Role.VIEWER, own_role=own)
    delivery = DeliveryChoice(make_delivery_method(), here, Decimal("1200.00"))
    order = send_order(by, product, now, delivery=delivery)
    names = set(order.approval_steps.values_list("rule_name", flat=True))
    assert names == {"here", "shop", "line", "brand", "own role"}
