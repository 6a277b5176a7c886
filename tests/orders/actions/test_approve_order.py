"""The yes: by whom, on what, once."""

from datetime import date, datetime, timedelta

import pytest

from accounts.actors import Actor
from accounts.enums import CompanyStatus
from accounts.models import Company, Membership
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.reserve_stock import OutOfStock
from catalog.models import Product, Reservation, Stock
from orders.actions.approve_order import NotAsked, StaleApproval, approve_order
from orders.actions.end_deputy import end_deputy
from orders.actions.escalate_approval import escalate_approval
from orders.actions.return_order import return_order
from orders.actions.set_deputy import set_deputy
from orders.models import ApprovalAsk, Order
from orders.queries.approvals import orders_to_decide, steps_to_escalate
from tests.factories import make_actor
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> Product:
    return make_priced("1000", 5)


@pytest.fixture
def approver(buyer: Actor) -> Actor:
    return make_actor(buyer.company, Role.APPROVER)


@pytest.fixture
def order(buyer: Actor, approver: Actor, product: Product, now: datetime) -> Order:
    make_rule(buyer.company, asks(approver))
    return send_order(buyer, product, now)


def say_yes(order: Order, by: Actor, at: datetime, revision: int = 1) -> Order:
    return approve_order(order=order, revision=revision, by=by, at=at)


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, company=actor.company)


def test_the_last_yes_places_the_order_and_holds_its_goods_by_the_contract(
    order: Order, approver: Actor, now: datetime
) -> None:
    placed = say_yes(order, approver, now)
    assert placed.status == "placed"
    assert placed.reserved_until == Reservation.objects.get().until == now + timedelta(days=3)
    kinds = [entry.kind for entry in order.history.all()]
    assert kinds == ["sent_for_approval", "reserved", "approved", "placed", "reserved"]
    assert Delivery.objects.filter(event="orders.order_placed").exists()


def test_the_second_level_is_asked_after_the_first(buyer: Actor, product: Product, now: datetime) -> None:
    one, two = (make_actor(buyer.company, Role.APPROVER) for _ in range(2))
    make_rule(buyer.company, asks(one), asks(two))
    order = send_order(buyer, product, now)
    with pytest.raises(NotAsked):
        say_yes(order, two, now)
    assert orders_to_decide(two, now) == []
    assert say_yes(order, one, now).status == "approval"
    assert orders_to_decide(two, now) == [order]
    assert say_yes(order, two, now).status == "placed"


def test_all_of_a_level_must_agree_or_any_one(buyer: Actor, product: Product, now: datetime) -> None:
    one, two = (make_actor(buyer.company, Role.APPROVER) for _ in range(2))
    rule = make_rule(buyer.company, asks(one, two, needs_all=True))
    order = send_order(buyer, product, now)
    assert say_yes(order, one, now).status == "approval"
    assert say_yes(order, two, now).status == "placed"
    rule.levels = [asks(one, two).as_json()]
    rule.save()
    assert say_yes(send_order(buyer, product, now), two, now).status == "placed"


def test_a_yes_given_twice_counts_once(buyer: Actor, product: Product, now: datetime) -> None:
    one, two = (make_actor(buyer.company, Role.APPROVER) for _ in range(2))
    make_rule(buyer.company, asks(one, two, needs_all=True))
    order = send_order(buyer, product, now)
    assert [say_yes(order, one, now).status for _ in range(2)] == ["approval", "approval"]
    assert order.history.filter(kind="approved").count() == 1
    say_yes(order, two, now)
    assert say_yes(order, two, now).status == "placed"
    assert order.history.filter(kind="placed").count() == 1


def test_nobody_decides_who_is_not_asked(order: Order, buyer: Actor, now: datetime) -> None:
    for role in (Role.APPROVER, Role.ADMINISTRATOR):
        with pytest.raises(NotAsked):
            say_yes(order, make_actor(buyer.company, role), now)
    with pytest.raises(NotAsked):
        say_yes(order, buyer, now)
    with pytest.raises(NotAllowed):
        say_yes(order, make_actor(buyer.company, Role.VIEWER), now)
    with pytest.raises(NotAllowed):
        say_yes(order, make_actor(role=Role.APPROVER), now)


def test_a_suspended_company_decides_nothing(order: Order, approver: Actor, now: datetime) -> None:
    Company.objects.filter(pk=order.company_id).update(status=CompanyStatus.SUSPENDED, suspension_reason="Debts")
    with pytest.raises(NotAllowed, match="Debts"):
        say_yes(order, approver, now)


def test_a_stale_revision_is_refused(order: Order, approver: Actor, now: datetime) -> None:
    with pytest.raises(StaleApproval):
        say_yes(order, approver, now, revision=2)
    assert not ApprovalAsk.objects.exclude(approved_at=None).exists()


def test_a_late_order_waits_on_and_its_last_yes_reserves_again(
    order: Order, approver: Actor, product: Product, now: datetime
) -> None:
    later = order.approval_due_at + timedelta(minutes=1)
    expire_reservations(by=approver, at=later)
    assert Stock.objects.get(product=product).reserved == 0
    assert say_yes(order, approver, later).status == "placed"
    assert Stock.objects.get(product=product).reserved == 1


def test_a_late_order_whose_goods_are_gone_is_not_placed(
    order: Order, approver: Actor, product: Product, now: datetime
) -> None:
    later = order.approval_due_at + timedelta(minutes=1)
    expire_reservations(by=approver, at=later)
    send_order(make_actor(), product, later, quantity=5)
    with pytest.raises(OutOfStock):
        say_yes(order, approver, later)
    order.refresh_from_db()
    assert order.status == "approval"
    assert not ApprovalAsk.objects.exclude(approved_at=None).exists()


def test_a_returned_order_is_not_approved(order: Order, approver: Actor, now: datetime) -> None:
    return_order(order=order, revision=1, reason="Too much", by=approver, at=now)
    with pytest.raises(NotAsked):
        say_yes(order, approver, now)


def test_a_deputy_decides_on_his_days_only_and_the_history_names_both(
    order: Order, approver: Actor, buyer: Actor, now: datetime
) -> None:
    deputy = make_actor(buyer.company, Role.PURCHASER)
    days = {"valid_from": date(2026, 11, 24), "valid_until": date(2026, 11, 25)}
    set_deputy(person=place_of(approver), deputy=place_of(deputy), **days, by=approver, at=now)
    with pytest.raises(NotAsked):
        say_yes(order, deputy, now)
    tomorrow = now + timedelta(days=1)
    assert orders_to_decide(deputy, tomorrow) == [order]
    assert say_yes(order, deputy, tomorrow).status == "placed"
    assert order.history.get(kind="approved").facts["in_place_of"] == str(approver.user)
    ask = ApprovalAsk.objects.get()
    assert (ask.person, ask.decided_by) == (approver.user, deputy.user)


def test_a_deputy_does_not_decide_on_his_own_order(order: Order, approver: Actor, buyer: Actor, now: datetime) -> None:
    days = {"valid_from": date(2026, 11, 23), "valid_until": date(2026, 11, 30)}
    set_deputy(person=place_of(approver), deputy=place_of(buyer), **days, by=approver, at=now)
    assert orders_to_decide(buyer, now) == []
    with pytest.raises(NotAsked):
        say_yes(order, buyer, now)


def test_an_ended_deputy_decides_nothing(order: Order, approver: Actor, buyer: Actor, now: datetime) -> None:
    deputy = make_actor(buyer.company, Role.PURCHASER)
    days = {"valid_from": date(2026, 11, 23), "valid_until": date(2026, 11, 30)}
    row = set_deputy(person=place_of(approver), deputy=place_of(deputy), **days, by=approver, at=now)
    end_deputy(deputy=row, by=approver, at=now)
    with pytest.raises(NotAsked):
        say_yes(order, deputy, now)


def test_escalation_asks_somebody_else_once_and_decides_nothing(
    buyer: Actor, approver: Actor, product: Product, now: datetime
) -> None:
    chief = make_actor(buyer.company, Role.ADMINISTRATOR)
    terms = {"escalates_after_days": 1, "escalates_to": chief.user, "decide_working_days": 3}
    make_rule(buyer.company, asks(approver, needs_all=True), **terms)
    order = send_order(buyer, product, now)
    assert steps_to_escalate(now) == []
    later = now + timedelta(days=1)
    [step] = steps_to_escalate(later)
    assert [escalate_approval(step=step, by=approver, at=later) for _ in range(2)] == [True, False]
    assert steps_to_escalate(later) == []
    order.refresh_from_db()
    assert order.status == "approval"
    assert order.history.get(kind="escalated").facts == {"person": str(chief.user)}
    assert say_yes(order, chief, later).status == "placed"


def test_escalation_asks_neither_the_author_nor_who_may_not(
    buyer: Actor, approver: Actor, product: Product, now: datetime
) -> None:
    make_rule(buyer.company, asks(approver), escalates_after_days=1, escalates_to=buyer.user)
    send_order(buyer, product, now)
    later = now + timedelta(days=1)
    [step] = steps_to_escalate(later)
    assert not escalate_approval(step=step, by=approver, at=later)
    assert ApprovalAsk.objects.count() == 1


@pytest.mark.parametrize("needs_all", [False, True])
def test_where_those_asked_have_left_whoever_sets_rules_is_asked_too(
    buyer: Actor, approver: Actor, product: Product, now: datetime, needs_all: bool
) -> None:
    other = make_actor(buyer.company, Role.APPROVER)
    make_rule(buyer.company, asks(approver, other, needs_all=needs_all))
    order = send_order(buyer, product, now)
    chief = make_actor(buyer.company, Role.ADMINISTRATOR)
    Membership.objects.filter(user=approver.user).update(left_at=now)
    assert len(steps_to_escalate(now)) == needs_all
    Membership.objects.filter(user=other.user).update(role=Role.VIEWER.value)
    [step] = steps_to_escalate(now)
    assert escalate_approval(step=step, by=approver, at=now)
    assert steps_to_escalate(now) == []
    assert say_yes(order, chief, now).status == "placed"
