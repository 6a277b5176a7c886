"""Budgets are added and changed by who may set rules."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Department
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from orders.actions.add_budget import BudgetKnown, add_budget
from orders.actions.change_budget import change_budget
from orders.actions.commit_budget import BudgetExceeded
from orders.models import Budget, BudgetPeriod
from tests.factories import make_actor, make_company
from tests.factories.budgets import make_budget, make_priced, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_actor(role=Role.ADMINISTRATOR)


def add(by, now, **more):
    facts = {"name": " IT   office", "period": "month", "amount_gross": Decimal(100), "valid_from": now.date()}
    return add_budget(**{**facts, **more}, by=by, at=now)


def changes(budget, **more):
    names = ("name", "amount_gross", "carries_over", "is_hard", "warn_percent", "valid_until")
    return {name: getattr(budget, name) for name in names} | more


def test_add_budget_writes_it_with_its_trail(administrator, now):
    budget = add(administrator, now)
    assert (budget.name, budget.company) == ("IT office", administrator.company)
    assert Budget.pgh_event_model.objects.get().pgh_context.metadata["user"] == str(administrator.user.uid)


def test_add_budget_refuses_a_name_that_is_there_and_a_department_of_others(administrator, now):
    add(administrator, now)
    with pytest.raises(BudgetKnown):
        add(administrator, now, name="it OFFICE")
    with pytest.raises(Department.DoesNotExist):
        add(administrator, now, name="x", department=Department.objects.create(company=make_company(), name="X"))


def test_budgets_are_changed_by_who_may_set_rules(buyer, now):
    budget = make_budget(buyer.company)
    with pytest.raises(NotAllowed):
        add(buyer, now)
    with pytest.raises(NotAllowed):
        change_budget(budget=budget, **changes(budget), by=buyer, at=now)


def test_change_budget_holds_from_the_running_period_on(administrator, now):
    budget = make_budget(administrator.company, "5000", carries_over=True, valid_from=date(2026, 10, 1))
    order_of(administrator, make_priced("1000"), at=now)
    change_budget(budget=budget, **changes(budget, amount_gross=Decimal(2000)), by=administrator, at=now)
    period = BudgetPeriod.objects.get()
    assert (period.allotted, period.carried) == (7000, 5000)


def test_change_budget_below_what_is_used_takes_nothing_back_and_lets_nothing_pass(administrator, now):
    budget = make_budget(administrator.company, "5000")
    order_of(administrator, make_priced("1000"), at=now)
    told = changes(budget, amount_gross=Decimal(400), is_hard=True)
    change_budget(budget=budget, **told, by=administrator, at=now)
    assert BudgetPeriod.objects.get().overrun == 600
    with pytest.raises(BudgetExceeded):
        order_of(administrator, make_priced("1"), at=now)
