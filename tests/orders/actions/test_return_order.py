"""The no, what it frees, and how the author begins anew."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.actors import Actor
from accounts.models import CreditAccount
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Mail
from catalog.models import Product, Stock
from orders.actions.approve_order import NotAsked, StaleApproval
from orders.actions.cancel_order import cancel_order
from orders.actions.refill_cart import refill_cart
from orders.actions.return_order import return_order
from orders.models import BudgetPeriod, CartLine, Order
from tests.documents.outbox import run_owed
from tests.factories import hides, make_actor, make_assortment
from tests.factories.accounts import give_credit
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_budget, make_priced, order_of

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
    make_budget(buyer.company, "5000")
    give_credit(buyer.company)
    return send_order(buyer, product, now, quantity=2)


def say_no(order: Order, by: Actor, at: datetime) -> Order:
    return return_order(order=order, revision=1, reason="Buy the cheaper ones", by=by, at=at)


def test_a_returned_order_holds_nothing(order: Order, approver: Actor, now: datetime) -> None:
    assert (CreditAccount.objects.get().held_gross, BudgetPeriod.objects.get().committed) == (2000, 2000)
    assert say_no(order, approver, now).status == "returned"
    assert (CreditAccount.objects.get().held_gross, BudgetPeriod.objects.get().committed) == (0, 0)
    assert Stock.objects.get().reserved == 0
    assert order.history.get(kind="returned").facts == {"reason": "Buy the cheaper ones"}


def test_a_no_given_twice_counts_once(order: Order, approver: Actor, now: datetime) -> None:
    assert [say_no(order, approver, now).status for _ in range(2)] == ["returned", "returned"]
    assert order.history.filter(kind="returned").count() == 1


def test_only_who_is_asked_returns_and_what_he_saw(order: Order, buyer: Actor, approver: Actor, now: datetime) -> None:
    with pytest.raises(NotAsked):
        say_no(order, buyer, now)
    with pytest.raises(StaleApproval):
        return_order(order=order, revision=3, reason="No", by=approver, at=now)


def test_the_author_is_mailed_who_and_why(order: Order, buyer: Actor, approver: Actor, now: datetime) -> None:
    say_no(order, approver, now)
    run_owed()
    mail = Mail.objects.get(key__startswith="order_returned")
    assert mail.to == buyer.user.email
    assert str(approver.user) in mail.text
    assert "Buy the cheaper ones" in mail.text


def test_a_returned_order_goes_into_the_cart_again_once(
    order: Order, buyer: Actor, approver: Actor, product: Product, now: datetime
) -> None:
    say_no(order, approver, now)
    for _ in range(2):
        assert refill_cart(order=order, by=buyer, at=now).lines == 1
    assert CartLine.objects.values_list("product", "quantity").get() == (product.pk, 2)


@pytest.mark.parametrize("lines", [1, 4])
def test_an_order_of_many_lines_is_put_into_the_cart_in_as_many_queries_as_one(
    buyer: Actor, now: datetime, lines: int, django_assert_num_queries: Callable
) -> None:
    order = order_of(buyer, *(make_priced("100") for _number in range(lines)), at=now)
    with django_assert_num_queries(8):
        assert refill_cart(order=order, by=buyer, at=now).lines == lines
    assert CartLine.objects.count() == lines


def test_what_is_no_longer_offered_stays_out_of_the_cart(
    order: Order, buyer: Actor, product: Product, now: datetime
) -> None:
    make_assortment(buyer.company, hides(product))
    done = refill_cart(order=order, by=buyer, at=now)
    assert (done.lines, done.left_out) == (0, (product.article,))


def test_whoever_may_not_fill_a_cart_refills_none(order: Order, approver: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        refill_cart(order=order, by=approver, at=now)


def test_a_proposal_can_be_taken_back_by_its_author_only(buyer: Actor, product: Product, now: datetime) -> None:
    requester, other = (make_actor(buyer.company, Role.REQUESTER) for _ in range(2))
    order = send_order(requester, product, now)
    with pytest.raises(NotAllowed):
        cancel_order(order=order, by=other, at=now)
    assert cancel_order(order=order, by=requester, at=now).status == "cancelled"
    assert Stock.objects.get().reserved == 0


def test_an_order_that_was_never_placed_is_no_news_for_our_people(order: Order, buyer: Actor, now: datetime) -> None:
    cancel_order(order=order, by=make_actor(buyer.company, Role.ADMINISTRATOR), at=now)
    run_owed()
    manager = buyer.company.account_manager.user
    assert not Mail.objects.filter(to=manager.email).exists()
    assert Mail.objects.filter(key__startswith="order_cancelled", to=buyer.user.email).exists()
