"""What orders give back to budgets, and what they have spent."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from catalog.models import Category
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.refund_budget import refund_budget
from orders.actions.ship_order import ship_order
from orders.actions.spend_budget import spend_budget
from orders.models import BudgetEntry, BudgetPeriod
from orders.queries.budget_balances import balances_on
from tests.factories import make_actor
from tests.factories.accounts import make_address, make_staff
from tests.factories.budgets import make_budget, make_priced, order_of
from tests.factories.orders import make_delivery_method
from tests.races import race

pytestmark = pytest.mark.django_db


def state(budget, day=date(2026, 11, 23)):
    found = balances_on([budget], day)[0]
    return found.committed, found.spent, found.left


def ship(order, at):
    staff = make_staff()
    confirm_order(order=order, by=staff, at=at)
    return ship_order(order=order, by=staff, at=at)


def test_ship_order_spends_what_was_committed_in_the_period_of_sending(buyer, now):
    budget = make_budget(buyer.company)
    order = order_of(buyer, make_priced("1000"), at=now)
    ship(order, now + timedelta(hours=1))
    assert state(budget) == (0, 1000, 9000)
    spend_budget(order=order, by=buyer, at=now)
    assert BudgetEntry.objects.count() == 2


def test_cancel_order_gives_all_back_once(buyer, now):
    budget = make_budget(buyer.company, is_hard=True)
    order = order_of(buyer, make_priced("1000"), at=now)
    for _ in range(2):
        cancel_order(order=order, by=buyer, at=now)
        refund_budget(order=order, by=buyer, at=now)
    assert state(budget) == (0, 0, 10000)
    assert list(BudgetEntry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("committed", 1000),
        ("released", 1000),
    ]


def test_cancel_line_gives_back_its_sum_to_the_budgets_of_its_section_and_keeps_the_delivery(buyer, now):
    section = Category.objects.create(name="Paper")
    section.refresh_from_db()
    whole, paper = make_budget(buyer.company), make_budget(buyer.company, category=section)
    goods = [make_priced("300", category=section), make_priced("100")]
    for product in goods:
        change_cart_line(product=product, quantity=1, by=buyer, at=now)
    choice = DeliveryChoice(make_delivery_method(), make_address(buyer.company), Decimal("1200.00"))
    order = place_order(key=uuid.uuid4(), by=buyer, at=now, delivery=choice)
    assert (state(whole)[0], state(paper)[0]) == (1600, 1200)
    line = order.lines.get(product=goods[0])
    for _ in range(2):
        cancel_line(line=line, by=buyer, at=now)
    assert (state(whole)[0], state(paper)[0]) == (1300, 900)
    cancel_line(line=order.lines.get(product=goods[1]), by=buyer, at=now)
    assert (state(whole), state(paper)) == ((0, 0, 10000), (0, 0, 10000))


def test_refund_budget_of_a_shipped_order_gives_back_what_was_spent(buyer, now):
    """Returns will call it with their lines."""
    budget = make_budget(buyer.company)
    order = order_of(buyer, make_priced("1000"), make_priced("500"), at=now)
    ship(order, now + timedelta(hours=1))
    refund_budget(order=order, lines=[order.lines.order_by("position")[0]], by=buyer, at=now)
    assert state(budget) == (0, 500, 9500)
    refund_budget(order=order, by=buyer, at=now)
    assert state(budget) == (0, 0, 10000)


def test_what_comes_back_to_a_period_that_is_over_goes_on_to_the_next_ones(buyer, now):
    plain = make_budget(buyer.company, valid_from=date(2026, 11, 1))
    carrying = make_budget(buyer.company, valid_from=date(2026, 11, 1), carries_over=True)
    november = order_of(buyer, make_priced("4000"), at=now)
    order_of(buyer, make_priced("1000"), at=now + timedelta(days=10))
    december = date(2026, 12, 3)
    assert (state(plain, december)[2], state(carrying, december)[2]) == (9000, 15000)
    cancel_order(order=november, by=buyer, at=now + timedelta(days=11))
    assert (state(plain, december)[2], state(carrying, december)[2]) == (9000, 19000)
    assert BudgetPeriod.objects.get(budget=carrying, starts_on=date(2026, 12, 1)).carried == 10000


@pytest.mark.django_db(transaction=True)
def test_cancelling_and_shipping_at_once_moves_a_budget_once(now):
    buyer, staff = make_actor(), make_staff()
    budget = make_budget(buyer.company, is_hard=True)
    order = order_of(buyer, make_priced("1000"), at=now)
    confirm_order(order=order, by=staff, at=now)
    answers = race(
        [
            lambda: cancel_order(order=order, by=buyer, at=now).status,
            lambda: ship_order(order=order, by=staff, at=now).status,
        ]
    )
    done = next(answer for answer in answers if isinstance(answer, str))
    assert state(budget) == ((0, 0, 10000) if done == "cancelled" else (0, 1000, 9000))
    assert BudgetEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_giving_back_twice_at_once_gives_back_once(now):
    buyer = make_actor()
    budget = make_budget(buyer.company)
    order = order_of(buyer, make_priced("1000"), at=now)
    order_of(buyer, make_priced("700"), at=now)
    answers = race([lambda: refund_budget(order=order, by=buyer, at=now)] * 4)
    assert answers == [None] * 4
    assert state(budget) == (700, 0, 9300)
