"""What an order takes from budgets, and what it is refused."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import CostCentre, Department, Membership
from accounts.permissions import Role
from b2b_portal.core.change import change
from catalog.models import Category
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.change_cart_line import change_cart_line
from orders.actions.commit_budget import BudgetExceeded, commit_budget
from orders.actions.place_order import place_order
from orders.models import BudgetEntry, BudgetPeriod, Order
from orders.queries.budget_balances import balances_on, order_lines
from orders.queries.over_budget import over_budget
from tests.factories import make_actor, make_company
from tests.factories.accounts import make_address
from tests.factories.budgets import make_budget, make_priced, order_of
from tests.factories.orders import make_delivery_method
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db


def left(budget, day=date(2026, 11, 23)):
    return balances_on([budget], day)[0].left


def test_commit_budget_takes_the_order_with_its_delivery(buyer, now):
    budget = make_budget(buyer.company)
    method = make_delivery_method()
    change_cart_line(product=make_priced("1000"), quantity=2, by=buyer, at=now)
    choice = DeliveryChoice(method, make_address(buyer.company), Decimal("1200.00"))
    order = place_order(key=uuid.uuid4(), by=buyer, at=now, delivery=choice)
    period = BudgetPeriod.objects.get(budget=budget)
    assert order.gross == Decimal("3200.00")
    assert (period.starts_on, period.allotted, period.committed, period.spent) == (date(2026, 11, 1), 10000, 3200, 0)
    entry = BudgetEntry.objects.get()
    assert (entry.kind, entry.amount, entry.holder, entry.by_uid) == ("committed", 3200, order.uid, buyer.user.uid)


def test_commit_budget_takes_nothing_without_budgets_or_outside_of_their_days(buyer, now):
    make_budget(make_company())
    make_budget(buyer.company, valid_from=date(2026, 11, 24))
    make_budget(buyer.company, valid_until=date(2026, 11, 23))
    order_of(buyer, make_priced(), at=now)
    assert not BudgetEntry.objects.exists()


def test_commit_budget_charges_department_cost_centre_and_sections_below(buyer, now):
    it = Department.objects.create(company=buyer.company, name="IT")
    Membership.objects.filter(user=buyer.user).update(department=it)
    centre = CostCentre.objects.create(company=buyer.company, code="44", name="Sales")
    root = Category.objects.create(name="Print")
    below = Category.objects.create(name="Toner", parent=root)
    below.refresh_from_db()
    budgets = {
        "all": make_budget(buyer.company),
        "it": make_budget(buyer.company, department=it),
        "centre": make_budget(buyer.company, cost_centre=centre),
        "other": make_budget(buyer.company, department=Department.objects.create(company=buyer.company, name="X")),
        "print": make_budget(buyer.company, category=root),
        "all three": make_budget(buyer.company, department=it, cost_centre=centre, category=below),
    }
    order = order_of(buyer, make_priced("300", category=below), make_priced("100"), at=now, cost_centre=centre)
    assert (order.department, order.cost_centre) == (it, centre)
    committed = {name: 10000 - left(budget) for name, budget in budgets.items()}
    assert committed == {"all": 400, "it": 400, "centre": 400, "other": 0, "print": 300, "all three": 300}


def test_commit_budget_done_twice_takes_once(buyer, now):
    budget = make_budget(buyer.company)
    order = order_of(buyer, make_priced("300"), at=now)
    commit_budget(order=order, by=buyer, at=now + timedelta(days=1))
    assert left(budget) == 9700
    assert BudgetEntry.objects.count() == 1


def test_a_hard_budget_refuses_with_what_is_left_and_who_can_lift_it(buyer, now, english):
    head = make_actor(buyer.company, Role.ADMINISTRATOR)
    make_budget(buyer.company, "999.99", name="IT", is_hard=True)
    with pytest.raises(BudgetExceeded) as refusal:
        order_of(buyer, make_priced("1000"), at=now)
    assert refusal.value.facts["left"] == Decimal("999.99")
    assert "“IT” has 999.99 ₽ left until 30" in str(refusal.value).replace(",", ".")
    assert str(head.user) in str(refusal.value)
    assert not Order.objects.exists()


def test_a_soft_budget_lets_pass_and_goes_below_zero(buyer, now):
    budget = make_budget(buyer.company, "999.99")
    order_of(buyer, make_priced("1000"), at=now)
    assert left(budget) == Decimal("-0.01")


def test_commit_budget_lets_a_decided_order_beyond_a_hard_budget_and_no_further_one(buyer, now):
    make_budget(buyer.company, "1500", is_hard=True)
    order_of(buyer, make_priced("1000"), at=now)
    order = order_of(make_actor(), make_priced("800"), at=now)
    Order.objects.filter(pk=order.pk).update(company=buyer.company)  # sent, and waits for a decision
    order.refresh_from_db()
    commit_budget(order=order, by=buyer, at=now, may_exceed=True)
    period = BudgetPeriod.objects.get()
    assert (period.committed, period.overrun) == (1800, 300)
    with pytest.raises(BudgetExceeded):
        order_of(buyer, make_priced("1"), at=now)


def test_the_database_keeps_a_hard_budget_and_refuses_negative_balances(buyer, now):
    make_budget(buyer.company, "1000", is_hard=True)
    order_of(buyer, make_priced("1000"), at=now)
    for damage in ({"committed": F("committed") + 1}, {"committed": -1}, {"spent": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetPeriod.objects.update(**damage)


def test_periods_begin_anew_and_carry_over_what_is_left_if_told(buyer, now):
    plain, carrying = make_budget(buyer.company), make_budget(buyer.company, carries_over=True)
    for day in (0, 1):
        order_of(buyer, make_priced("3000"), at=now + timedelta(days=10 * day))
    december = date(2026, 12, 10)
    assert left(plain, december) == 7000
    # eleven months since January, of which none was ordered in before November
    assert BudgetPeriod.objects.get(budget=carrying, starts_on=date(2026, 11, 1)).carried == 100_000
    assert left(carrying, december) == 120_000 - 6000
    assert BudgetPeriod.objects.get(budget=carrying, starts_on=date(2026, 12, 1)).carried == 107_000


def test_over_budget_names_the_budgets_that_an_order_would_take_over(buyer, now):
    small, large = make_budget(buyer.company, "500"), make_budget(buyer.company, "5000")
    order = order_of(make_actor(), make_priced("1000"), at=now)
    facts = {"company": buyer.company, "department": None, "cost_centre": None, "lines": order_lines(order), "at": now}
    assert [(one.balance.budget, one.left, one.gross) for one in over_budget(**facts)] == [(small, 500, 1000)]
    large.delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_for_the_last_roubles_one_is_placed(now):
    company = make_company()
    budget = make_budget(company, "1500", is_hard=True)
    buyers = [make_actor(company), make_actor(company)]
    for buyer in buyers:
        change_cart_line(product=make_priced("1000"), quantity=1, by=buyer, at=now)
    answers = race([lambda one=one: place_order(key=uuid.uuid4(), by=one, at=now) for one in buyers])
    assert sorted(type(answer).__name__ for answer in answers) == ["BudgetExceeded", "Order"]
    assert left(budget) == 500


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_at_once_without_the_companys_lock_the_periods_lock_lets_one_pass(now):
    """The ledger does not lean on its callers: it opens the period and counts under its own lock."""
    company = make_company()
    buyers = [make_actor(company), make_actor(company)]
    orders = [order_of(buyer, make_priced("1000"), at=now) for buyer in buyers]
    budget = make_budget(company, "1500", is_hard=True)
    both = meeting_point(2)

    def commit(order, buyer):
        def run():
            with change(buyer, now):
                both()
                commit_budget(order=order, by=buyer, at=now)

        return run

    answers = race([commit(order, buyer) for order, buyer in zip(orders, buyers, strict=True)])
    assert sorted(type(answer).__name__ for answer in answers) == ["BudgetExceeded", "NoneType"]
    assert left(budget) == 500


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_control_twin_reads_decides_and_writes_and_overspends(now):
    """What a ledger would do that counts first and writes what it counted."""
    make_budget(make_company(), "1500")
    period = BudgetPeriod.objects.create(
        budget=make_budget(make_company(), "1500"), starts_on=now.date(), is_hard=True, allotted=1500
    )
    both_have_looked = meeting_point(2)

    def naive():
        seen = BudgetPeriod.objects.get(pk=period.pk)
        both_have_looked()
        if seen.committed + 1000 <= seen.allotted:
            BudgetPeriod.objects.filter(pk=period.pk).update(committed=seen.committed + 1000)
            return True
        return False

    assert race([naive, naive]) == [True, True]  # two orders pass, the budget knows of one
    period.refresh_from_db()
    assert period.committed == 1000
