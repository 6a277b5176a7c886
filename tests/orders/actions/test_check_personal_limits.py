"""What a person may order in a period."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.actions.set_personal_limit import set_personal_limit
from accounts.models import Membership, PersonalLimit
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.check_personal_limits import PersonalLimitExceeded
from orders.actions.place_order import place_order
from orders.models import Order
from orders.queries.over_budget import over_personal_limit
from orders.queries.personal_limits import personal_balances
from tests.factories import make_actor, make_company
from tests.factories.budgets import make_priced, order_of
from tests.races import race

pytestmark = pytest.mark.django_db


def limit(actor, amount, now, period="month", by=None):
    by = by or make_actor(actor.company, Role.ADMINISTRATOR)
    place = Membership.objects.get(user=actor.user, company=actor.company)
    amount = None if amount is None else Decimal(amount)
    set_personal_limit(membership=place, period=period, amount_gross=amount, by=by, at=now)


def test_a_limit_counts_the_orders_of_its_period_and_names_who_can_lift_it(buyer, now, english):
    administrator = make_actor(buyer.company, Role.ADMINISTRATOR)
    limit(buyer, "2500", now, by=administrator)
    order_of(buyer, make_priced("1000"), at=now - timedelta(days=40))  # another month
    order_of(make_actor(buyer.company), make_priced("1000"), at=now)  # another person
    order = order_of(buyer, make_priced("2000"), at=now)
    with pytest.raises(PersonalLimitExceeded) as refusal:
        order_of(buyer, make_priced("501"), at=now)
    assert str(administrator.user) in str(refusal.value)
    assert (refusal.value.facts["left"], refusal.value.facts["gross"]) == (500, 501)
    cancel_order(order=order, by=buyer, at=now)
    [balance] = personal_balances(buyer.company, buyer.user, now)
    assert (balance.used, balance.left) == (0, 2500)


def test_a_year_and_a_month_both_limit_and_taking_away_frees(buyer, now):
    limit(buyer, "1000", now, "year")
    limit(buyer, "5000", now, "month")
    with pytest.raises(PersonalLimitExceeded):
        order_of(buyer, make_priced("1001"), at=now)
    assert [one.kind for one in over_personal_limit(buyer.company, buyer.user, Decimal(6000), now)] == ["month", "year"]
    limit(buyer, None, now, "year")
    assert len(personal_balances(buyer.company, buyer.user, now)) == 1
    assert order_of(buyer, at=now).gross == 1001  # what stayed in the cart
    assert PersonalLimit.pgh_event_model.objects.count() == 3


def test_limits_are_set_by_who_manages_people(buyer, now):
    with pytest.raises(NotAllowed):
        limit(buyer, "1", now, by=make_actor(buyer.company))


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_of_one_person_at_once_one_passes_his_limit(now):
    buyer = make_actor(make_company())
    limit(buyer, "1500", now)
    change_cart_line(product=make_priced("1000"), quantity=1, by=buyer, at=now)

    def again():
        order = place_order(key=uuid.uuid4(), by=buyer, at=now)
        return order.gross

    answers = race([again, again])
    assert sorted(type(answer).__name__ for answer in answers) == ["CartEmpty", "Decimal"]
    change_cart_line(product=make_priced("501"), quantity=1, by=buyer, at=now)
    assert [type(answer).__name__ for answer in race([again])] == ["PersonalLimitExceeded"]
    assert Order.objects.count() == 1
